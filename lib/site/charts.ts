import { kept } from '../core/geography/kept.ts';
import { viewOf } from '../core/ledger/ledger-view.ts';
import { addDays } from '../core/ledger/utc-day.ts';
import type { Lens } from '../core/lenses/lens.ts';
import { WEEK } from '../core/shares/window.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { InputError } from '../errors.ts';
import type { Chart } from '../messages/charts/chart.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { composeChart } from '../messages/charts/compose-chart.ts';
import { episodeChart } from '../messages/charts/episode-chart.ts';
import { drawForPage, type PageDrawing } from '../messages/charts/page-chart.ts';
import type { SiteSource } from './source.ts';
import type { PageSubjects } from './subjects.ts';

/** Over years a week's share is more noise than line. */
const MONTH = 30;

/** A chart of the site. Its name is its file's, too. */
export type NamedChart = {
  readonly name: string;
  readonly chart: Chart;
  readonly drawing: () => PageDrawing;
};

/** Charts by name, each composed when it is first asked for. */
export type Charts = {
  /** Null where there is nothing to draw. */
  readonly named: (name: string) => NamedChart | null;
  /** What led to a day's warnings, one for each that can be drawn. */
  readonly ofWarning: (transitions: readonly Transition[]) => readonly NamedChart[];
};

/** Names of all charts that are made again for each day. */
export function chartNames(subjects: PageSubjects): readonly string[] {
  return [
    ...Object.keys(OVERVIEWS),
    ...subjects.owner.map(({ key }) => `owner-${key}`),
    ...subjects.pool.map(({ key }) => `pool-${key}`),
    ...subjects.country.map(({ key }) => `operators-${key}`),
  ];
}

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

const OVERVIEWS: Readonly<Record<string, Overview>> = {
  owners: ranking('owner'),
  'owners-over-time': overYears('owner', null, MONTH),
  pools: ranking('pool'),
  'pools-over-time': overYears('pool', null, MONTH),
  templates: ranking('template'),
  'operators-and-machines': ({ day }) => ({ kind: 'operators-and-machines', window: WEEK, day }),
  machines: ({ day }) => ({ kind: 'world', day }),
};

/** What the beginning of a chart's name says of whom it shows. */
const SUBJECT_LENSES: Readonly<Record<string, Lens>> = {
  owner: 'owner',
  pool: 'pool',
  operators: 'operator-country',
};

/** Composes the charts of a site. */
export function chartsOf(source: SiteSource): Charts {
  const { input, rules } = source;
  const view = viewOf(input.ledger);
  return {
    named: kept((name) => {
      try {
        return drawnOnce(
          name,
          composeChart(requestOf(name)(source), { view, rules, knowledge: input.knowledge }),
        );
      } catch (error) {
        // Nobody has mined, or nothing is published: the page says so in words.
        if (error instanceof InputError) return null;
        throw error;
      }
    }),
    ofWarning: kept((transitions) =>
      transitions.flatMap((transition, index) => {
        const chart = episodeChart(input.ledger, transition, input.knowledge);
        const name = `warning-${transition.day}${index === 0 ? '' : `-${index + 1}`}`;
        return chart === null ? [] : [drawnOnce(name, chart)];
      }),
    ),
  };
}

function drawnOnce(name: string, chart: Chart): NamedChart {
  let drawing: PageDrawing | undefined;
  return {
    name,
    chart,
    drawing() {
      drawing ??= drawForPage(chart);
      return drawing;
    },
  };
}

function requestOf(name: string): Overview {
  const overview = OVERVIEWS[name];
  if (overview !== undefined) return overview;
  const [kind = '', ...key] = name.split('-');
  return overYears(SUBJECT_LENSES[kind]!, key.join('-'), WEEK);
}
