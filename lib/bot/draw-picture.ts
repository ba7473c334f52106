import { viewOf } from '../core/ledger/ledger-view.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import { composeChart } from '../messages/charts/compose-chart.ts';
import type { ChartRenderer } from '../messages/charts/resvg.ts';
import type { DrawPicture } from './picture-work.ts';

export type DrawDeps = {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  /** Provide the bounds in charts over time. */
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
  readonly openChartRenderer: () => Promise<ChartRenderer>;
};

/** Draws pictures from stored days, always in light colours: services do not report a user's colour scheme. */
export function pictureDrawer({ ledger, rules, knowledge, openChartRenderer }: DrawDeps): DrawPicture {
  return async (picture) => {
    const [days, renderChart] = await Promise.all([ledger.loadDays(), openChartRenderer()]);
    return renderChart(composeChart(picture, { view: viewOf(days), rules, knowledge }), 'light');
  };
}
