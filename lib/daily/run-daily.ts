import type { StoredBlock } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { Rule } from '../core/rules/rule.ts';
import { isRise } from '../core/warnings/episode.ts';
import { type CaughtUp, catchUp, NOTHING_CAUGHT_UP } from './catch-up.ts';
import { closeDays, type WaitingDay } from './close-days.ts';
import { type CollectDeps, type Collected, collectBlocks } from './collect-blocks.ts';
import { type BeforeCommit, type CommitDeps, commitDay } from './commit-day.ts';
import { detectSignals } from './detect-signals.ts';
import { evaluateRules, type RuleEvaluation } from './evaluate-rules.ts';
import { type LedgerStore, RECENT_BLOCKS } from './ledger-store.ts';
import { findNewMiners, type NewMiners } from './new-miners.ts';
import { proveDay } from './prove-blocks.ts';
import type { ReportInput } from './report-input.ts';
import { seedLedger } from './seed-ledger.ts';

/** The rules to evaluate, and what messages about them name. */
export type EvaluationSettings = {
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
  readonly reportUrl: string | null;
  readonly siteUrl?: string | null;
};

export type RuleDeps = EvaluationSettings & {
  readonly store: CommitDeps & { readonly ledger: LedgerStore };
  readonly beforeCommit?: BeforeCommit;
};

export type DailyDeps = RuleDeps & Omit<CollectDeps, 'store'>;

/** Whether the run has time left for work that is not urgent. */
type Spare = { readonly hasTime?: () => boolean };

export type DailyRun = {
  readonly collected: Collected;
  readonly caughtUp: CaughtUp;
  /** A day that could close but must wait. */
  readonly waiting: WaitingDay | null;
  /** Whether this run left a gap between the stored days and a live start. */
  readonly hasNewHole: boolean;
  readonly evaluation: RuleEvaluation;
  readonly input: ReportInput;
  /** Unknown miners with a notable share of the week; the caller reports them, then calls `markMinersReported`. */
  readonly newMiners: NewMiners;
};

/**
 * The daily job: seeds a fresh store, collects blocks, detects sudden changes, closes days, evaluates the rules and
 * commits. It sends nothing. A rerun changes nothing, or completes an interrupted run.
 */
export async function runDaily(deps: DailyDeps & Spare): Promise<DailyRun> {
  const { store, sources } = deps;
  await seedLedger(store.ledger);
  const collected = await collectBlocks({ ...deps, store: store.ledger });
  await detectSignals(deps);
  const isLive = collected.kind === 'live';
  const caughtUp =
    isLive && deps.hasTime
      ? await catchUp({ ...deps, store: store.ledger }, deps.hasTime)
      : NOTHING_CAUGHT_UP;
  const closed = await closeAndEvaluateDays({ ...deps, sources: isLive ? sources : [] });
  // A live start learns only now which days it skipped.
  const hasMore = caughtUp.hasMore || (isLive && closed.hasNewHole);
  return { collected, ...closed, caughtUp: { ...caughtUp, hasMore } };
}

/**
 * The daily job after collecting. If a day fires a rule, its blocks are proven first, as far as sources have proofs.
 */
export async function closeAndEvaluateDays(
  deps: DailyDeps,
): Promise<Omit<DailyRun, 'collected' | 'caughtUp'>> {
  const { store } = deps;
  let { ledger, waiting, run, hasNewHole } = await closeDays(store.ledger);
  let evaluation = await evaluateRules(deps, ledger);
  if (firesNow(evaluation)) {
    await proveDay({ ...deps, store: store.ledger }, evaluation.progress.through);
    ({ ledger, waiting, run } = await closeDays(store.ledger));
    evaluation = await evaluateRules(deps, ledger);
  }
  const input = await commit(deps, { ledger, run }, evaluation);
  const newMiners = await findNewMiners(store.ledger, { ledger, run }, evaluation.progress.through);
  return { waiting, hasNewHole, evaluation, input, newMiners };
}

/** Re-evaluates the rules after days changed outside the daily job, and commits. It sends nothing. */
export async function reevaluate(deps: RuleDeps): Promise<void> {
  const ledger = await deps.store.ledger.loadDays();
  const run = await deps.store.ledger.loadNewestBlocks(RECENT_BLOCKS);
  await commit(deps, { ledger, run }, await evaluateRules(deps, ledger));
}

async function commit(
  deps: RuleDeps,
  { ledger, run: blocks }: { readonly ledger: Ledger; readonly run: readonly StoredBlock[] },
  evaluation: RuleEvaluation,
): Promise<ReportInput> {
  const { knowledge, reportUrl, siteUrl = null } = deps;
  const { transitions, progress } = evaluation;
  const signals = (await deps.store.warnings.loadSignals())?.told ?? [];
  const states = await deps.store.ledger.loadSources();
  const lost = await deps.store.ledger.loadLostBlocks();
  const settings = { knowledge, reportUrl, siteUrl };
  const input = { ledger, transitions, notes: progress.notes, signals, states, lost, blocks, ...settings };
  await commitDay(deps.store, input, evaluation, deps.beforeCommit);
  return input;
}

/** Whether the newest closed day is newly evaluated and fires a rule. */
function firesNow({
  progress: { through, quietThrough },
  transitions,
  changedFrom,
}: RuleEvaluation): boolean {
  const isNew = changedFrom !== null && through > quietThrough;
  return isNew && transitions.some((transition) => transition.day === through && isRise(transition));
}
