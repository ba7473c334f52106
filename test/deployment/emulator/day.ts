import { type BuiltBlock, buildChain } from '../../support/chain-builder.ts';
import { chainOfDays, dayAfter, FOUNDRY, ordinaryDays, planDay } from '../../support/chains.ts';

const BLOCK_SECONDS = 600;

/** Blocks of about four hours. */
const STEP_BLOCKS = 24;

/** A chain that ends now, with a day on which one pool mines four blocks of five. */
export type RecentChain = {
  /** The chain as it grows: first eight ordinary days, with what closes them, then four hours more each time. */
  readonly growing: readonly (readonly BuiltBlock[])[];
  /** The day of the majority: the day before yesterday, so that it is closed whatever the time of day. */
  readonly day: string;
};

/** Generated blocks, never mined by anybody. @param now Unix seconds UTC. */
export function recentChain(now: number): RecentChain {
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  const day = dayAfter(today, -2);
  const before = chainOfDays(ordinaryDays(dayAfter(day, -8), 8));
  const tags = [FOUNDRY, FOUNDRY, '/ViaBTC/', FOUNDRY, FOUNDRY];
  const sinceMidnight = now - Date.parse(`${today}T00:00:00Z`) / 1000;
  const rest = [
    ...planDay({ day, tags, from: 18 }),
    ...planDay({ day: dayAfter(day, 1) }),
    ...planDay({ day: today, to: Math.floor((sinceMidnight + BLOCK_SECONDS / 2) / BLOCK_SECONDS) }),
  ];
  const whole = [...before, ...buildChain(before, rest)];
  const steps = Math.ceil(rest.length / STEP_BLOCKS);
  const lengths = Array.from({ length: steps + 1 }, (_, step) => before.length + STEP_BLOCKS * step);
  return { growing: lengths.map((length) => whole.slice(0, length)), day };
}

/** The whole chain, and one more block. */
export function oneMore({ growing }: RecentChain): readonly BuiltBlock[] {
  const chain = growing.at(-1)!;
  return [...chain, ...buildChain(chain, [{ time: chain.at(-1)!.time + BLOCK_SECONDS, tag: FOUNDRY }])];
}
