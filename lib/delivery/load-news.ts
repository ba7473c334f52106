import { addDays } from '../core/ledger/utc-day.ts';
import { cachedByRevision } from '../daily/cached-by-revision.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import type { MessageStore } from '../daily/message-store.ts';
import type { EvaluationSettings } from '../daily/run-daily.ts';
import type { RuleProgress, SignalProgress, WarningStore } from '../daily/warning-store.ts';
import { contentComposer } from './compose-content.ts';
import { CATCH_UP_DAYS, gatherNews } from './gather-news.ts';
import { ownTransitions } from './own-transitions.ts';

export type NewsDeps = EvaluationSettings & {
  readonly store: {
    readonly ledger: LedgerStore;
    readonly warnings: WarningStore;
    readonly messages: MessageStore;
  };
  /** Whether a bot receives button presses; true by default. */
  readonly isInteractive?: boolean;
};

/** The news, a composer for its messages, and the transitions of chats' own watches. */
export type LoadedNews = NonNullable<Awaited<ReturnType<typeof newsOf>>>;

/** Loads the news of the last run of the daily job; undefined before the first. */
export async function loadNews(deps: NewsDeps): Promise<LoadedNews | undefined> {
  const progress = await deps.store.warnings.loadProgress();
  return progress && newsOf(deps, progress, await deps.store.warnings.loadSignals());
}

/** Creates a loader that reloads the news only after another run, or if signals have changed. */
export function newsLoader(deps: NewsDeps): () => Promise<LoadedNews | undefined> {
  const { warnings } = deps.store;
  return cachedByRevision(
    async () => [await warnings.loadProgress(), await warnings.loadSignals()] as const,
    async ([progress, signals]) => progress && newsOf(deps, progress, signals),
  );
}

async function newsOf(
  { store, rules, isInteractive, ...rest }: NewsDeps,
  progress: RuleProgress,
  early: SignalProgress | undefined,
) {
  const { through, notes } = progress;
  // Days after the last one evaluated are not news yet.
  const ledger = (await store.ledger.loadDays()).filter(({ day }) => day <= through);
  const [first] = ledger;
  if (first === undefined) return undefined;
  const transitions = await store.warnings.loadTransitions(first.day, through);
  const retracted = await store.warnings.loadRetracted(addDays(through, -CATCH_UP_DAYS), through);
  const input = { ...rest, ledger, transitions, notes, signals: early?.told ?? [] };
  return {
    /** The days up to the newest evaluated one. */
    ledger,
    news: gatherNews(input, progress, rules, retracted),
    compose: contentComposer(store.messages, input, isInteractive),
    own: ownTransitions(ledger, rest.knowledge),
  };
}
