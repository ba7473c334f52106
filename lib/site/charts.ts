import { viewOf } from '../core/ledger/ledger-view.ts';
import { addDays } from '../core/ledger/utc-day.ts';
import type { Lens } from '../core/lenses/lens.ts';
import { WEEK } from '../core/shares/window.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { InputError } from '../errors.ts';
import { once } from '../memo.ts';
import type { Chart } from '../messages/charts/chart.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { composeChart } from '../messages/charts/compose-chart.ts';
import { episodeChart, hasEpisodeChart } from '../messages/charts/episode-chart.ts';
import { drawForPage, type PageDrawing } from '../messages/charts/page-chart.ts';
import type { SiteSource } from './source.ts';
import type { PageSubjects } from './subjects.ts';

/** Weekly shares are mostly noise at a scale of years. */
const MONTH = 30;

/** A chart of the site; `name` is also the name of its files. */
export type NamedChart = {
  readonly name: string;
  /** Composed and drawn on first use: most past charts are already published. */
  readonly chart: () => Chart;
  readonly drawing: () => PageDrawing;
};

/** Composes the charts of a site. */
export type Charts = {
  readonly overviews: Readonly<Record<OverviewName, NamedChart | null>>;
  /** Null if there is nothing to draw. Not cached: the charts of all subjects would fill the memory. */
  readonly ofSubject: (folder: keyof PageSubjects, key: string) => NamedChart | null;
  /** The episode charts of a day's warnings, one for each that can be drawn. */
  readonly ofWarning: (transitions: readonly Transition[]) => readonly NamedChart[];
};

type Overview = (source: SiteSource) => ChartRequest;

const ranking =
  (lens: Lens): Overview =>
  ({ day }) => ({ kind: 'ranking', lens, window: WEEK, day });

const overYears =
  (lens: Lens, subject: string | null, window: number): Overview =>
  ({ day, input }) => ({
    kind: 'share-over-time',
    lens,
    subject,
    window,
    from: addDays(input.ledger[0]!.day, window - 1),
    to: day,
  });

const OVERVIEWS = {
  owners: ranking('owner'),
  'owners-over-time': overYears('owner', null, MONTH),
  pools: ranking('pool'),
  'pools-over-time': overYears('pool', null, MONTH),
  templates: ranking('template'),
  'operators-and-machines': ({ day }) => ({ kind: 'operators-and-machines', window: WEEK, day }),
  machines: ({ day }) => ({ kind: 'world', day }),
} satisfies Record<string, Overview>;

export type OverviewName = keyof typeof OVERVIEWS;

/** The lens of a subject's chart over time, and the prefix of the chart's name. */
const SUBJECT_CHARTS = {
  owner: { lens: 'owner', name: 'owner' },
  pool: { lens: 'pool', name: 'pool' },
  country: { lens: 'operator-country', name: 'operators' },
} as const;

export function chartsOf(source: SiteSource): Charts {
  const { input, rules } = source;
  const view = viewOf(input.ledger);
  const drawn = (name: string, request: Overview): NamedChart | null => {
    try {
      const chart = composeChart(request(source), { view, rules, knowledge: input.knowledge });
      return namedChart(name, () => chart);
    } catch (error) {
      // No blocks, or no published figures: the page says so in words.
      if (error instanceof InputError) return null;
      throw error;
    }
  };
  const overviews = Object.entries(OVERVIEWS).map(([name, request]) => [name, drawn(name, request)]);
  return {
    overviews: Object.fromEntries(overviews),
    ofSubject(folder, key) {
      const { lens, name } = SUBJECT_CHARTS[folder];
      return drawn(`${name}-${key}`, overYears(lens, key, WEEK));
    },
    ofWarning: (transitions) =>
      transitions.filter(hasEpisodeChart).map((transition, index) => {
        const name = `warning-${transition.day}${index === 0 ? '' : `-${index + 1}`}`;
        return namedChart(name, () => episodeChart(input.ledger, transition, input.knowledge)!);
      }),
  };
}

function namedChart(name: string, compose: () => Chart): NamedChart {
  const chart = once(compose);
  return { name, chart, drawing: once(() => drawForPage(chart())) };
}
