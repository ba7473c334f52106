import type { Ledger } from '../core/ledger/ledger.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import { rankOf } from '../core/rules/rule.ts';
import { isRise, type Transition } from '../core/warnings/episode.ts';
import { episodeChart } from '../messages/charts/episode-chart.ts';
import type { ChartRenderer } from '../messages/charts/resvg.ts';
import type { Picture } from '../messages/picture.ts';
import type { Content } from './next-step.ts';

export type DrawNewsDeps = {
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
  /** Called for the first picture only: most runs draw none. */
  readonly openChartRenderer: () => Promise<ChartRenderer>;
};

/**
 * Creates a function that draws the picture of a warning: how the share of its most severe rise developed. Null if no
 * share rose. Each picture is drawn once, for all chats.
 */
export function newsDrawer({ ledger, knowledge, openChartRenderer }: DrawNewsDeps) {
  let renderer: Promise<ChartRenderer> | undefined;
  const drawn = new Map<string, Promise<Picture | null>>();
  const draw = async (transition: Transition): Promise<Picture | null> => {
    const chart = episodeChart(ledger, transition, knowledge);
    if (chart === null) return null;
    renderer ??= openChartRenderer();
    return (await renderer)(chart, 'light');
  };
  return async ({ kind, ...content }: Content): Promise<Picture | null> => {
    if (kind !== 'warning' || !('transitions' in content)) return null;
    const [worst] = content.transitions.filter(isRise).toSorted((a, b) => rankOf(b) - rankOf(a));
    if (worst === undefined) return null;
    const known = drawn.get(worst.id) ?? draw(worst);
    drawn.set(worst.id, known);
    return known;
  };
}
