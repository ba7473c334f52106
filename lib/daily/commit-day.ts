import { renderMessage } from '../messages/render.ts';
import { composeWarning } from './compose-warning.ts';
import type { RuleEvaluation } from './evaluate-rules.ts';
import type { FiguresStore } from './figures.ts';
import { latestFigures } from './latest-figures.ts';
import type { MessageStore } from './message-store.ts';
import { composeReport, type Report } from './report.ts';
import type { ReportInput } from './report-input.ts';
import type { WarningStore } from './warning-store.ts';

/** Items stored by earlier releases that nothing reads any more. */
export type OutdatedItems = {
  /** Removes some of them per call. Idempotent. */
  remove(): Promise<void>;
};

export type CommitDeps = {
  readonly warnings: WarningStore;
  readonly messages: MessageStore;
  readonly figures: FiguresStore;
  readonly outdated: OutdatedItems;
};

/** Called right before a commit, after everything it commits has been stored. */
export type BeforeCommit = () => Promise<void>;

/**
 * Stores the outcome of an evaluation: transitions, warnings, the newest report and figures, and finally the rules'
 * progress, which commits them all. Everything is a function of the ledger and the tables, so a run interrupted before
 * the commit can be repeated with the same outcome.
 */
export async function commitDay(
  deps: CommitDeps,
  input: ReportInput,
  evaluation: RuleEvaluation,
  beforeCommit: BeforeCommit = async () => {},
): Promise<void> {
  const { progress, changedFrom, transitions, retracted } = evaluation;
  if (changedFrom === null) return;
  await deps.outdated.remove();
  // Must precede the next step: once the transitions are replaced, a rerun cannot tell what was retracted.
  await deps.warnings.saveRetracted(retracted);
  await deps.warnings.saveTransitions(
    changedFrom,
    progress.through,
    transitions.filter(({ day }) => day >= changedFrom),
  );
  const report = composeReport(input, progress.through);
  await saveNews(deps.messages, input, evaluation, report.warning);
  // Chats that get the short digest can ask for the full one later.
  await deps.messages.saveMessage({ ...renderMessage(report.digest), source: report.digest });
  await deps.figures.saveFigures(latestFigures(input, report));
  await beforeCommit();
  await deps.warnings.saveProgress(progress);
}

/** Stores the warnings of days that are news. Deliveries send them later. */
async function saveNews(
  messages: MessageStore,
  input: ReportInput,
  { progress, changedFrom }: RuleEvaluation,
  newest: Report['warning'],
): Promise<void> {
  const news = input.ledger.filter(
    ({ day }) => day > progress.quietThrough && day >= changedFrom! && day <= progress.through,
  );
  for (const { day } of news) {
    const message = day === newest?.day ? newest.message : composeWarning(input, day);
    if (message !== null) await messages.saveMessage(renderMessage(message));
  }
}
