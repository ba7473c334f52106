import { createNowcaster } from '../core/geography/nowcast.ts';
import { dayPlaces } from '../core/geography/place-report.ts';
import type { ClosedDay, Ledger } from '../core/ledger/ledger.ts';
import { addDays, type UtcDay } from '../core/ledger/utc-day.ts';
import { type Knowledge, LENSES } from '../core/lenses/lens.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { shareTable } from '../core/shares/share-table.ts';
import { countWindow, throughLens, WINDOWS } from '../core/shares/window.ts';
import { renderMessage } from '../messages/render.ts';
import type { RuleEvaluation } from './evaluate-rules.ts';
import type { FiguresStore } from './figures.ts';
import { latestFigures } from './latest-figures.ts';
import type { MessageStore } from './message-store.ts';
import type { PlacesStore } from './places-store.ts';
import { composeReport, composeWarning, type ReportInput } from './report.ts';
import type { SharesStore, StoredShares } from './shares-store.ts';
import type { WarningStore } from './warning-store.ts';

/** Shares of older days can be computed from the ledger; only so many of the newest are kept ready. */
const READY_DAYS = 31;

export type CommitDeps = {
  readonly shares: SharesStore;
  readonly places: PlacesStore;
  readonly warnings: WarningStore;
  readonly messages: MessageStore;
  readonly figures: FiguresStore;
};

/** Told right before a commit, once all that it commits is stored. */
export type BeforeCommit = () => Promise<void>;

/**
 * Stores what an evaluation came to: shares, places, transitions, warnings, the newest report,
 * and last the progress of the rules, which commits all of it. Everything stored is a function of the ledger
 * and the tables, so a run that was interrupted anywhere before the commit is repeated to the same end.
 */
export async function commitDay(
  deps: CommitDeps,
  input: ReportInput,
  check: RuleEvaluation,
  beforeCommit: BeforeCommit = async () => {},
): Promise<void> {
  const { progress, changedFrom } = check;
  if (changedFrom === null) return;
  const closed = input.ledger.filter((day): day is ClosedDay => day.kind === 'closed');
  const firstReady = closed.at(-READY_DAYS)?.day ?? changedFrom;
  const from = changedFrom > firstReady ? changedFrom : firstReady;
  const ready = closed.filter(({ day }) => from <= day);
  await deps.shares.saveShares(ready.flatMap(({ day }) => sharesOf(input, day)));
  const nowcaster = createNowcaster(input.ledger, input.knowledge);
  await deps.places.savePlaces(ready.map(({ day }) => dayPlaces(nowcaster.on(day))));
  // Before the transitions are replaced, from which a repeat could no longer tell what was retracted.
  await deps.warnings.saveRetracted(check.retracted);
  await deps.warnings.saveTransitions(
    changedFrom,
    progress.through,
    check.transitions.filter(({ day }) => day >= changedFrom),
  );
  await saveNews(deps, input, check);
  const { digest, warning } = composeReport(input, progress.through);
  const rendered = renderMessage(digest);
  await deps.messages.saveMessage(rendered);
  await deps.messages.saveLatest({
    day: progress.through,
    digest: rendered,
    warning: warning === null ? null : { day: warning.day, message: renderMessage(warning.message) },
  });
  await deps.figures.saveFigures(latestFigures(input, progress.through));
  await beforeCommit();
  await deps.warnings.saveProgress(progress);
}

/** Stores the warnings of days that are news; none is sent before somebody asks for it. */
async function saveNews(
  deps: CommitDeps,
  input: ReportInput,
  { progress, changedFrom }: RuleEvaluation,
): Promise<void> {
  const news = input.ledger.filter(
    ({ day }) => day > progress.quietThrough && day >= changedFrom! && day <= progress.through,
  );
  for (const { day } of news) {
    const message = composeWarning(input, day);
    if (message !== null) await deps.messages.saveMessage(renderMessage(message));
  }
}

function sharesOf(
  { ledger, knowledge }: { readonly ledger: Ledger; readonly knowledge: Knowledge },
  day: UtcDay,
): readonly StoredShares[] {
  const from = addDays(day, 1 - Math.max(...WINDOWS));
  const around = ledger.filter((entry) => from <= entry.day && entry.day <= day);
  return LENSES.map((lens) => {
    const lensLedger = throughLens(around, lens, knowledge);
    return {
      day,
      lens,
      registry: registryVersion,
      tables: WINDOWS.map((window) => shareTable(around, countWindow(lensLedger, day, window))),
    };
  });
}
