import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { isWarning } from '../core/warnings/is-warning.ts';
import type { LatestFigures } from '../daily/figures.ts';
import { latestFigures } from '../daily/latest-figures.ts';
import { type LedgerStore, RECENT_BLOCKS } from '../daily/ledger-store.ts';
import type { MessageStore } from '../daily/message-store.ts';
import { composeReport } from '../daily/report.ts';
import type { ReportInput } from '../daily/report-input.ts';
import type { EvaluationSettings } from '../daily/run-daily.ts';
import type { WarningStore } from '../daily/warning-store.ts';

/** Everything a site is computed from. */
export type SiteSource = {
  readonly input: ReportInput;
  readonly rules: readonly Rule[];
  /** The newest closed day. */
  readonly day: UtcDay;
  readonly figures: LatestFigures;
  /** Changes that were reported and turned out to be wrong. */
  readonly retracted: readonly Transition[];
  /** Warning messages as stored for sending, by day, in plain text. */
  readonly sent: ReadonlyMap<UtcDay, string>;
  /** Where the site is published; null if not known. */
  readonly url: string | null;
};

export type SiteDeps = EvaluationSettings & {
  readonly store: {
    readonly ledger: LedgerStore;
    readonly warnings: WarningStore;
    readonly messages: MessageStore;
  };
};

/** Loads the result of the last daily run; undefined before the first. */
export async function loadSite({
  store,
  rules,
  siteUrl,
  ...rest
}: SiteDeps): Promise<SiteSource | undefined> {
  const progress = await store.warnings.loadProgress();
  if (progress === undefined) return undefined;
  const { through: day, quietThrough, notes } = progress;
  const ledger = (await store.ledger.loadDays()).filter((entry) => entry.day <= day);
  const first = ledger[0]!.day;
  const transitions = await store.warnings.loadTransitions(first, day);
  const retracted = await store.warnings.loadRetracted(first, day);
  const signals = (await store.warnings.loadSignals())?.told ?? [];
  const blocks = await store.ledger.loadNewestBlocks(RECENT_BLOCKS);
  const lost = await store.ledger.loadLostBlocks();
  // Without a site's URL: on its own page no message links to itself.
  const input: ReportInput = { ...rest, siteUrl: null, ledger, transitions, notes, signals, blocks, lost };
  const news = new Set(
    transitions.filter((one) => isWarning(one) && one.day > quietThrough).map((one) => one.day),
  );
  const sent = new Map<UtcDay, string>();
  for (const on of news) {
    const message = await store.messages.loadMessage(`warning-${on}`);
    if (message !== undefined) sent.set(on, message.text);
  }
  const figures = latestFigures(input, composeReport(input, day));
  return { input, rules, day, figures, retracted, sent, url: siteUrl ?? null };
}
