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

/** The base moves up when so many blocks lie above it: rarely, since moving it is a write. */
const LONGEST_ABOVE_BASE = 3 * REPLACEABLE_BLOCKS;

const KEPT_DAYS = 35;

/** A run is a warning where chance makes one as seldom as the detector errs, once in ten years; else a notice. */
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
 * Looks at the blocks that are new for sudden changes, and stores what it finds. What it comes to follows from the
 * blocks and closed days, so a rerun changes nothing; signals of blocks that left the chain are taken back. The first
 * look at a store, at blocks behind a hole, or at a day that is over by then, finds history, which is never sent.
 *
 * @param beforeNews called before signals are stored that chats are to be told of.
 */
export async function detectSignals(
  { store, rules, knowledge }: DetectDeps,
  beforeNews: BeforeCommit = async () => {},
): Promise<readonly SignalRecord[]> {
  const before = await store.warnings.loadSignals();
  const newest = await store.ledger.loadNewestBlocks(NEWEST_BLOCKS);
  const isEnough =
    before !== undefined && standsOn(newest, before) && (await isStoredBelow(store.ledger, newest));
  const run = isEnough ? newest : await store.ledger.loadNewestBlocks(RECENT_BLOCKS);
  const tip = run.at(-1);
  if (tip === undefined) return [];
  const settings = {
    ledger: await ledgerBehind(store.ledger, run, before?.base.through ?? null),
    knowledge,
    bounds: [...severities(rules).keys()],
  };
  const goesOn = before !== undefined && standsOn(run, before);
  const base = goesOn ? before.base : NO_BLOCKS_SEEN;
  const above = run.filter(({ height }) => height > (base.height ?? -1));
  const settled = above.length > LONGEST_ABOVE_BASE ? above.length - REPLACEABLE_BLOCKS : 0;
  const lower = observeBlocks(base, above.slice(0, settled), settings);
  const upper = observeBlocks(lower.state, above.slice(settled), settings);
  const found = [lower, upper];
  const over = new Set(settings.ledger.flatMap(({ kind, day }) => (kind === 'closed' ? [day] : [])));
  const told = merge(before, { goesOn, lowest: run[0]!.height, over }, found, (signal) =>
    severityOf(signal, rules),
  ).filter(({ signal }) => dayOf(signal.time) >= addDays(dayOf(tip.time), -KEPT_DAYS));
  const isSame = goesOn && settled === 0 && isDeepStrictEqual(told, before.told);
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

/** The days that the detector looks back at, those among them that the newest blocks close and nobody has stored yet. */
async function ledgerBehind(
  store: DetectDeps['store']['ledger'],
  run: readonly StoredBlock[],
  through: UtcDay | null,
): Promise<Ledger> {
  const newest = dayOf(run.at(-1)!.time);
  // A detector that goes on looks back from the day it knew as closed, a new one from its first block.
  const first = dayOf(run[0]!.time);
  const from = addDays(through !== null && through < first ? through : first, -SHARE_DAYS - 1);
  const stored = await store.loadDays({ from, to: newest });
  const closed = daysClosedBy(stored, run, registryVersion);
  const days = new Map([...stored, ...closed].map((day) => [day.day, day]));
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Whether the days below the first whole one of a run are stored as they closed: then the run counts all that are not. */
async function isStoredBelow(
  store: DetectDeps['store']['ledger'],
  run: readonly StoredBlock[],
): Promise<boolean> {
  const whole = completeFrom(run);
  if (whole === undefined) return false;
  const before = addDays(whole, -1);
  return (await store.loadDays({ from: before, to: before })).some(({ kind }) => kind === 'closed');
}

function standsOn(run: readonly StoredBlock[], { base, baseId }: SignalProgress): boolean {
  return (
    base.height !== null && run.some(({ height }) => height === base.height) && idAt(run, base) === baseId
  );
}

function idAt(run: readonly StoredBlock[], { height }: DetectorState): string | null {
  const block = run.find((one) => one.height === height);
  return block !== undefined && isVerified(block) ? block.id : null;
}

/**
 * What was told before and what is found now, as one: of blocks above the base counts what is found.
 *
 * @param goesOn whether the blocks stand on those that were looked at before; else what they told is history.
 * @param lowest the height of the first block that was at hand.
 * @param over days that are closed, or that these blocks close.
 */
function merge(
  before: SignalProgress | undefined,
  {
    goesOn,
    lowest,
    over,
  }: {
    readonly goesOn: boolean;
    readonly lowest: number;
    readonly over: ReadonlySet<string>;
  },
  found: readonly Observed[],
  severityOf: (signal: Signal) => RuleSeverity,
): readonly SignalRecord[] {
  const floor = before?.base.height ?? -1;
  const isLooked = (height: number) => height > floor && height >= lowest;
  const signals = new Map(found.flatMap((one) => one.signals).map((signal) => [signal.id, signal]));
  const verdicts = new Map(found.flatMap((one) => one.verdicts).map((verdict) => [verdict.signal, verdict]));
  const known = new Map(before?.told.map((one) => [one.signal.id, one.severity]));
  // Whoever was told of a change is told of the way back.
  const severityFor = (signal: Signal): RuleSeverity => {
    const undone = signal.returns === null ? undefined : signals.get(signal.returns);
    const former = signal.returns === null ? undefined : known.get(signal.returns);
    return former ?? (undone === undefined ? severityOf(signal) : severityFor(undone));
  };
  const kept = (before?.told ?? []).map((one): SignalRecord => {
    const { id, height } = one.signal;
    const former = one.verdict !== null && !isLooked(one.verdict.height) ? one.verdict : null;
    return {
      ...one,
      signal: signals.get(id) ?? one.signal,
      verdict: verdicts.get(id) ?? former,
      isTakenBack: isLooked(height) ? !signals.has(id) : one.isTakenBack,
    };
  });
  const added = [...signals.values()]
    .filter(({ id }) => !known.has(id))
    .map((signal) => ({
      signal,
      severity: severityFor(signal),
      verdict: verdicts.get(signal.id) ?? null,
      // What is found only when its day is over is no early sign: the day's own warning and digest tell it.
      isHistory: !goesOn || over.has(dayOf(signal.time)),
      isTakenBack: false,
    }));
  return [...kept, ...added].sort((a, b) => a.signal.height - b.signal.height);
}

/** The bounds whose crossing is told, with how severe each is: those of a share above a level, as the rules have them. */
function severities(rules: readonly Rule[]): ReadonlyMap<number, RuleSeverity> {
  return new Map(
    rules
      .filter(({ lens, measure, bound }) => lens === 'owner' && measure === 'share' && isUpper(bound))
      .toSorted((a, b) => a.window - b.window)
      .map(({ bound, severity }) => [bound.value, severity]),
  );
}

/** As severe as the bound that is crossed, the size of the change, or how rare the run is. */
export function severityOf(signal: Signal, rules: readonly Rule[]): RuleSeverity {
  if (signal.kind === 'run') return signal.aYear! < GRAVE_RUNS_A_YEAR ? 'warning' : 'notice';
  const ofBound = signal.bound === null ? undefined : severities(rules).get(signal.bound);
  return ofBound ?? (isSevere(signal) ? 'warning' : 'notice');
}
