import type { Ledger } from '../core/ledger/ledger.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { Rule } from '../core/rules/rule.ts';
import { isRise } from '../core/warnings/episode.ts';
import type { BlockSource } from './block-source.ts';
import { closeDays } from './close-days.ts';
import { type Collected, collectBlocks } from './collect-blocks.ts';
import { type BeforeCommit, type CommitDeps, commitDay } from './commit-day.ts';
import { evaluateRules, type RuleEvaluation } from './evaluate-rules.ts';
import type { LedgerStore } from './ledger-store.ts';
import { proveDay } from './prove-day.ts';
import type { ReportInput } from './report.ts';
import { seedLedger } from './seed-ledger.ts';
import type { Attribute } from './verify-blocks.ts';

/** By which rules days are evaluated, and what messages about them name. */
export type EvaluationSettings = {
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
  readonly labelledBy: string;
  readonly reportUrl: string | null;
};

export type RuleDeps = EvaluationSettings & {
  readonly store: CommitDeps & { readonly ledger: LedgerStore };
  readonly beforeCommit?: BeforeCommit;
};

export type DailyDeps = RuleDeps & { readonly source: BlockSource | null; readonly attribute: Attribute };

/** Where a run of the daily job came to. */
export type DailyRun = {
  readonly collected: Collected;
  readonly evaluation: RuleEvaluation;
  readonly input: ReportInput;
};

/**
 * The daily job: seeds a fresh store, collects new blocks, closes days, evaluates the rules and commits.
 * It sends nothing. A rerun changes nothing, and a run after an interrupted one ends where that would have.
 */
export async function runDaily(deps: DailyDeps): Promise<DailyRun> {
  const { store, source, attribute } = deps;
  await seedLedger(store.ledger);
  const collected = await collectBlocks({ store: store.ledger, source, attribute });
  return {
    collected,
    ...(await closeAndEvaluateDays({ ...deps, source: collected.kind === 'live' ? source : null })),
  };
}

/**
 * The half of the daily job that comes after collecting: closes days, evaluates the rules and commits. The
 * blocks of a day that fires a rule are proven first, as far as there is a source and it has proofs.
 *
 * @throws SourceError when the source no longer gives the blocks to prove; nothing is committed then.
 */
export async function closeAndEvaluateDays(deps: DailyDeps): Promise<Omit<DailyRun, 'collected'>> {
  const { store, source, attribute } = deps;
  let ledger = await closeDays(store.ledger);
  let evaluation = await evaluateRules(deps, ledger);
  if (source !== null && firesNow(evaluation)) {
    await proveDay({ store: store.ledger, source, attribute }, evaluation.progress.through);
    ledger = await closeDays(store.ledger);
    evaluation = await evaluateRules(deps, ledger);
  }
  return { evaluation, input: await commit(deps, ledger, evaluation) };
}

/** Evaluates the rules again over days that changed without the daily job, and commits. It sends nothing. */
export async function reevaluate(deps: RuleDeps): Promise<void> {
  const ledger = await deps.store.ledger.loadDays();
  await commit(deps, ledger, await evaluateRules(deps, ledger));
}

async function commit(deps: RuleDeps, ledger: Ledger, evaluation: RuleEvaluation): Promise<ReportInput> {
  const { knowledge, labelledBy, reportUrl } = deps;
  const { transitions, progress } = evaluation;
  const input = { ledger, transitions, notes: progress.notes, knowledge, labelledBy, reportUrl };
  await commitDay(deps.store, input, evaluation, deps.beforeCommit);
  return input;
}

/** Whether the newest closed day fires a rule that was not evaluated for it before. */
function firesNow({
  progress: { through, quietThrough },
  transitions,
  changedFrom,
}: RuleEvaluation): boolean {
  const isNew = changedFrom !== null && through > quietThrough;
  return isNew && transitions.some((transition) => transition.day === through && isRise(transition));
}
