import { viewOf } from '../core/ledger/ledger-view.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import { composeChart } from '../messages/charts/compose-chart.ts';
import type { Painter } from '../messages/charts/resvg.ts';
import type { DrawPicture } from './picture-work.ts';

export type DrawDeps = {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  /** Their bounds are drawn into a share over time. */
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
  readonly openPainter: () => Promise<Painter>;
};

/** Draws what replies ask for from the stored days, for a light screen: nobody tells a bot what screen they have. */
export function pictureDrawer({ ledger, rules, knowledge, openPainter }: DrawDeps): DrawPicture {
  return async (picture) => {
    const [days, paint] = await Promise.all([ledger.loadDays(), openPainter()]);
    return paint(composeChart(picture, { view: viewOf(days), rules, knowledge }), 'light');
  };
}
