import { isDeepStrictEqual } from 'node:util';
import { isVerified, type StoredBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { daysClosedBy } from '../core/ledger/update-ledger.ts';
import { addDays, dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { isUpper, type Rule, type RuleSeverity } from '../core/rules/rule.ts';
import { type Observed, observeBlocks } from '../core/signals/detector.ts';
import { type DetectorState, NO_BLOCKS_SEEN } from '../core/signals/detector-state.ts';
import { isSevere, type Signal } from '../core/signals/signal.ts';
import { SHARE_DAYS } from '../core/signals/watched.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';
import type { BeforeCommit } from './commit-day.ts';
import { type LedgerStore, NEWEST_BLOCKS, RECENT_BLOCKS } from './ledger-store.ts';
import type { SignalProgress, WarningStore } from './warning-store.ts';

/** No reorganisation has ever replaced so many blocks at once. */
const REPLACEABLE_BLOCKS = 36;

/** The base advances once this many blocks are above it: rarely, since each move is a write. */
const LONGEST_ABOVE_BASE = 3 * REPLACEABLE_BLOCKS;

const KEPT_DAYS = 35;

/** A run is a warning if chance produces one no more often than the detector errs, once in ten years; else a notice. */
const GRAVE_RUNS_A_YEAR = 0.1;

export type DetectDeps = {
  readonly store: {
    readonly ledger: Pick<LedgerStore, 'loadDays' | 'loadNewestBlocks'>;
    readonly warnings: Pick<WarningStore, 'loadSignals' | 'saveSignals'>;
  };
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
};

/**
 * Runs the detector of sudden changes over new blocks and stores its signals. They follow from blocks and closed days
 * alone, so a rerun changes nothing; signals of blocks that left the chain are withdrawn. Signals found on the first
 * run over a store, after a gap, or once their day has closed are history and are never sent.
 *
 * @param beforeNews called before storing signals that chats will be sent.
 */
export async function detectSignals(
  { store, rules, knowledge }: DetectDeps,
  beforeNews: BeforeCommit = async () => {},
): Promise<readonly SignalRecord[]> {
  const before = await store.warnings.loadSignals();
  const newest = await store.ledger.loadNewestBlocks(NEWEST_BLOCKS);
  const isEnough =
    before !== undefined && continues(newest, before) && (await isClosedBelow(store.ledger, newest));
  const run = isEnough ? newest : await store.ledger.loadNewestBlocks(RECENT_BLOCKS);
  const tip = run.at(-1);
  if (tip === undefined) return [];
  const settings = {
    ledger: await ledgerBehind(store.ledger, run, before?.base.through ?? null),
    knowledge,
    bounds: [...severities(rules).keys()],
  };
  const isContinued = before !== undefined && continues(run, before);
  const base = isContinued ? before.base : NO_BLOCKS_SEEN;
  const above = run.filter(({ height }) => height > (base.height ?? -1));
  const settled = above.length > LONGEST_ABOVE_BASE ? above.length - REPLACEABLE_BLOCKS : 0;
  const lower = observeBlocks(base, above.slice(0, settled), settings);
  const upper = observeBlocks(lower.state, above.slice(settled), settings);
  const found = [lower, upper];
  const closedDays = new Set(settings.ledger.flatMap(({ kind, day }) => (kind === 'closed' ? [day] : [])));
  const told = merge(before, { isContinued, lowest: run[0]!.height, closedDays }, found, (signal) =>
    severityOf(signal, rules),
  ).filter(({ signal }) => dayOf(signal.time) >= addDays(dayOf(tip.time), -KEPT_DAYS));
  const isSame = isContinued && settled === 0 && isDeepStrictEqual(told, before.told);
  if (isSame) return told;
  const known = new Set(before?.told.map(({ signal }) => signal.id));
  if (told.some((one) => !one.isHistory && !known.has(one.signal.id))) await beforeNews();
  await store.warnings.saveSignals({
    revision: before?.revision ?? 0,
    base: lower.state,
    baseId: idAt(run, lower.state),
    told,
  });
  return told;
}

/** The days the detector looks back on, including those the newest blocks close that are not stored yet. */
async function ledgerBehind(
  store: DetectDeps['store']['ledger'],
  run: readonly StoredBlock[],
  through: UtcDay | null,
): Promise<Ledger> {
  const newest = dayOf(run.at(-1)!.time);
  // A detector that continues looks back from the last day it knew to be closed, a new one from its first block.
  const first = dayOf(run[0]!.time);
  const from = addDays(through !== null && through < first ? through : first, -SHARE_DAYS - 1);
  const stored = await store.loadDays({ from, to: newest });
  const closed = daysClosedBy(stored, run, registryVersion);
  const days = new Map([...stored, ...closed].map((day) => [day.day, day]));
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Whether the day before the run's first whole day is stored as closed; the run then covers every day that is not. */
async function isClosedBelow(
  store: DetectDeps['store']['ledger'],
  run: readonly StoredBlock[],
): Promise<boolean> {
  const whole = completeFrom(run);
  if (whole === undefined) return false;
  const before = addDays(whole, -1);
  return (await store.loadDays({ from: before, to: before })).some(({ kind }) => kind === 'closed');
}

/** Whether a run contains the block the stored detector state ends with. */
function continues(run: readonly StoredBlock[], { base, baseId }: SignalProgress): boolean {
  return (
    base.height !== null && run.some(({ height }) => height === base.height) && idAt(run, base) === baseId
  );
}

function idAt(run: readonly StoredBlock[], { height }: DetectorState): string | null {
  const block = run.find((one) => one.height === height);
  return block !== undefined && isVerified(block) ? block.id : null;
}

type Seen = {
  /** Whether the blocks continue those seen before; if not, their signals are history. */
  readonly isContinued: boolean;
  /** The lowest height that was available. */
  readonly lowest: number;
  /** Days that are closed, or that these blocks close. */
  readonly closedDays: ReadonlySet<string>;
};

/** Merges stored signals with those just found; for blocks above the base, the new findings replace the stored ones. */
function merge(
  before: SignalProgress | undefined,
  { isContinued, lowest, closedDays }: Seen,
  found: readonly Observed[],
  severityOf: (signal: Signal) => RuleSeverity,
): readonly SignalRecord[] {
  const floor = before?.base.height ?? -1;
  const isRechecked = (height: number) => height > floor && height >= lowest;
  const signals = new Map(found.flatMap((one) => one.signals).map((signal) => [signal.id, signal]));
  const verdicts = new Map(found.flatMap((one) => one.verdicts).map((verdict) => [verdict.signal, verdict]));
  const known = new Map(before?.told.map((one) => [one.signal.id, one.severity]));
  // A return is as severe as the change it undoes, so it reaches the same chats.
  const severityFor = (signal: Signal): RuleSeverity => {
    const undone = signal.returns === null ? undefined : signals.get(signal.returns);
    const former = signal.returns === null ? undefined : known.get(signal.returns);
    return former ?? (undone === undefined ? severityOf(signal) : severityFor(undone));
  };
  const kept = (before?.told ?? []).map((one): SignalRecord => {
    const { id, height } = one.signal;
    const former = one.verdict !== null && !isRechecked(one.verdict.height) ? one.verdict : null;
    return {
      ...one,
      signal: signals.get(id) ?? one.signal,
      verdict: verdicts.get(id) ?? former,
      isTakenBack: isRechecked(height) ? !signals.has(id) : one.isTakenBack,
    };
  });
  const added = [...signals.values()]
    .filter(({ id }) => !known.has(id))
    .map((signal) => ({
      signal,
      severity: severityFor(signal),
      verdict: verdicts.get(signal.id) ?? null,
      // Found only after its day closed, it is no early sign: the day's warning and digest report it.
      isHistory: !isContinued || closedDays.has(dayOf(signal.time)),
      isTakenBack: false,
    }));
  return [...kept, ...added].sort((a, b) => a.signal.height - b.signal.height);
}

/**
 * The severity of each upper bound on an owner's share, as the rules set it; the detector reports crossings of these.
 */
function severities(rules: readonly Rule[]): ReadonlyMap<number, RuleSeverity> {
  return new Map(
    rules
      .filter(({ lens, measure, bound }) => lens === 'owner' && measure === 'share' && isUpper(bound))
      .toSorted((a, b) => a.window - b.window)
      .map(({ bound, severity }) => [bound.value, severity]),
  );
}

/** The severity of a signal, from the bound it crosses, the size of the change, or how rare the run is. */
export function severityOf(signal: Signal, rules: readonly Rule[]): RuleSeverity {
  if (signal.kind === 'run') return signal.aYear! < GRAVE_RUNS_A_YEAR ? 'warning' : 'notice';
  const ofBound = signal.bound === null ? undefined : severities(rules).get(signal.bound);
  return ofBound ?? (isSevere(signal) ? 'warning' : 'notice');
}
