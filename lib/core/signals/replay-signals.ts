import { compactToDifficulty } from '../chain/epochs.ts';
import { dayOf } from '../ledger/utc-day.ts';
import { subjectOf } from '../lenses/subjects.ts';
import { type DetectorSettings, observeBlocks, type SeenBlock } from './detector.ts';
import { NO_BLOCKS_SEEN } from './detector-state.ts';
import { NETWORK, type Signal, type Verdict } from './signal.ts';

const WEEK_BLOCKS = 1_008;

export type WeekFigures = {
  /** The subject's share; 1 for the network. */
  readonly share: number;
  /** Its hash rate relative to the week before the change; null if a difficulty is unknown. */
  readonly hashRate: number | null;
};

/** A signal, its verdict, and the outcome: the week before the change, and the week after the signal. */
export type ReplayedSignal = Signal & {
  readonly verdict: Verdict | null;
  /** Null if the blocks do not reach that far. */
  readonly weekBefore: WeekFigures | null;
  readonly weekAfter: WeekFigures | null;
};

/** Every signal that recorded blocks (ascending, without gaps) would have given, in order. */
export function replaySignals(
  blocks: readonly SeenBlock[],
  settings: DetectorSettings,
): readonly ReplayedSignal[] {
  const { signals, verdicts } = observeBlocks(NO_BLOCKS_SEEN, blocks, settings);
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.signal, verdict]));
  const first = blocks[0]?.height ?? 0;
  return signals.map((signal) => {
    const change = signal.since.height - first + 1;
    const end = signal.height - first + 1;
    const before = weekOf(signal, blocks.slice(Math.max(0, change - WEEK_BLOCKS), change), settings);
    const after = weekOf(signal, blocks.slice(end, end + WEEK_BLOCKS), settings);
    const relative = (week: ReturnType<typeof weekOf>): WeekFigures | null =>
      week === null
        ? null
        : {
            share: week.share,
            hashRate: week.hashes === null || !before?.hashes ? null : week.hashes / before.hashes,
          };
    return {
      ...signal,
      verdict: verdictOf.get(signal.id) ?? null,
      weekBefore: relative(before),
      weekAfter: relative(after),
    };
  });
}

function weekOf(
  { lens, subject, time }: Signal,
  week: readonly SeenBlock[],
  { knowledge }: DetectorSettings,
): { readonly share: number; readonly hashes: number | null } | null {
  if (week.length < WEEK_BLOCKS) return null;
  const day = dayOf(time);
  const own =
    lens === NETWORK
      ? week
      : week.filter(({ pool }) => subjectOf(lens, pool, day, { from: day, day, knowledge }) === subject);
  const seconds = week.at(-1)!.time - week[0]!.time;
  const difficulties = own.map(({ bits }) => (bits === null ? null : compactToDifficulty(bits)));
  const isKnown = difficulties.every((difficulty) => difficulty !== null);
  return {
    share: own.length / week.length,
    hashes: isKnown ? difficulties.reduce((sum, difficulty) => sum + difficulty, 0) / seconds : null,
  };
}
