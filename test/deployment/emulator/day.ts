import { type BuiltBlock, buildChain } from '../../support/chain-builder.ts';
import { chainOfDays, dayAfter, FOUNDRY, ordinaryDays, planDay } from '../../support/chains.ts';

const BLOCK_SECONDS = 600;

/** Blocks of four hours. */
const STEP_BLOCKS = 24;

/** Blocks of the next day that a chain needs to close a day, with some to spare: three hours. */
const CLOSING_BLOCKS = 18;

/** Earlier days that a source may also have, and their blocks: one an hour. */
export const OLDER_DAYS = 30;
export const OLDER_BLOCKS = 24;

/** The step after which the day of the majority closes, and the one after which the next day does. */
export const CLOSING_STEP = 6;
export const LAST_STEP = 12;

/** A chain with a day on which one pool mines four blocks in five, followed by an ordinary day. */
export type Days = {
  /** The growing chain: first eight ordinary days and the blocks that close them, then four more hours each step. */
  readonly growing: readonly (readonly BuiltBlock[])[];
  /** The chain of the first step with the days below it, all but the first of them whole. */
  readonly withOlder: readonly BuiltBlock[];
  /** The day of the majority. */
  readonly day: string;
  /** The time of a step, in Unix seconds: some minutes after its last block. */
  readonly timeOf: (step: number) => number;
};

/** Generated blocks, never mined by anybody. @param now Unix seconds; the days are those just before. */
export function recentDays(now: number): Days {
  const day = dayAfter(new Date(now * 1000).toISOString().slice(0, 10), -3);
  const first = dayAfter(day, -8);
  const hours = hourlyPlans(dayAfter(first, -OLDER_DAYS - 1), OLDER_DAYS * OLDER_BLOCKS + OLDER_BLOCKS / 2);
  const older = buildChain({ height: 960_001 - hours.length }, hours);
  const noon = buildChain(older, planDay({ day: dayAfter(first, -1), from: 72 }));
  const before = [...noon, ...chainOfDays(ordinaryDays(first, 8), [...older, ...noon])];
  const tags = [FOUNDRY, FOUNDRY, '/ViaBTC/', FOUNDRY, FOUNDRY];
  const rest = [
    ...planDay({ day, tags, from: CLOSING_BLOCKS }),
    ...planDay({ day: dayAfter(day, 1) }),
    ...planDay({ day: dayAfter(day, 2), to: CLOSING_BLOCKS }),
  ];
  const whole = [...before, ...buildChain(before, rest)];
  const lengthOf = (step: number) => before.length + STEP_BLOCKS * step;
  return {
    growing: Array.from({ length: LAST_STEP + 1 }, (_, step) => whole.slice(0, lengthOf(step))),
    withOlder: [...older, ...before],
    day,
    timeOf: (step) => whole[lengthOf(step) - 1]!.time + BLOCK_SECONDS / 2,
  };
}

/** Blocks of a day, one an hour from half past midnight. */
function hourlyPlans(day: string, count: number) {
  const start = Date.parse(`${day}T00:30:00Z`) / 1000;
  return Array.from({ length: count }, (_, hour) => ({ time: start + 3600 * hour, tag: '/ViaBTC/' }));
}

/** The whole chain, and one more block. */
export function oneMore({ growing }: Days): readonly BuiltBlock[] {
  const chain = growing.at(-1)!;
  return [...chain, ...buildChain(chain, [{ time: chain.at(-1)!.time + BLOCK_SECONDS, tag: FOUNDRY }])];
}
