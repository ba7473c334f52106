import { type BlockPlan, type BuiltBlock, buildChain } from './chain-builder.ts';

/**
 * Generated chains with exact shares, for tests that span days. The blocks were never
 * really mined; their heights are above those whose difficulty ships with the project.
 */

export const FOUNDRY = '/Foundry USA Pool/';
export const ANTPOOL = 'Mined by AntPool';

/** Twenty blocks without a near majority: Foundry USA 6, AntPool 4, and one by an unknown miner. */
const ORDINARY = [
  ...[
    FOUNDRY,
    ANTPOOL,
    '/ViaBTC/',
    FOUNDRY,
    '/F2Pool/',
    '/SpiderPool/',
    FOUNDRY,
    ANTPOOL,
    '/MARA Pool/',
    '/ViaBTC/',
  ],
  ...[FOUNDRY, '/F2Pool/', ANTPOOL, FOUNDRY, '/ViaBTC/', '/SpiderPool/', FOUNDRY, ANTPOOL, '/F2Pool/', ''],
];

/** Twenty blocks of which a pool mines twelve. */
export function majorityOf(tag: string): readonly string[] {
  return Array.from({ length: 20 }, (_, index) =>
    index % 5 < 3 ? tag : ['/ViaBTC/', '/F2Pool/'][index % 2]!,
  );
}

const FIRST_HEIGHT = 960_001;

const SECONDS_A_BLOCK = 600;
const DAY_SECONDS = 86_400;

/** Blocks of a day, evenly spaced from five minutes past midnight on. */
export type DayPlan = {
  readonly day: string;
  /** Coinbase tags, repeated. */
  readonly tags?: readonly string[];
  /** Seconds between blocks. */
  readonly seconds?: number;
  /** The first block, and the one after the last, counted within the day. */
  readonly from?: number;
  readonly to?: number;
  readonly salt?: number;
};

export function planDay({
  day,
  tags = ORDINARY,
  seconds = SECONDS_A_BLOCK,
  from = 0,
  to = DAY_SECONDS / seconds,
  salt = 0,
}: DayPlan): readonly BlockPlan[] {
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
  return Array.from({ length: to - from }, (_, index) => ({
    time: midnight + 300 + seconds * (from + index),
    tag: tags[(from + index) % tags.length]!,
    salt,
  }));
}

/** A chain of whole days, preceded by half a day and followed by enough blocks to close the last. */
export function chainOfDays(days: readonly DayPlan[], below?: readonly BuiltBlock[]): readonly BuiltBlock[] {
  const [first, last] = [days[0]!.day, days.at(-1)!.day];
  const { seconds = SECONDS_A_BLOCK } = days[0]!;
  const half = { day: dayAfter(first, -1), seconds, from: DAY_SECONDS / seconds / 2 };
  const before = below === undefined ? planDay(half) : [];
  const after = planDay({ day: dayAfter(last, 1), seconds, to: 18 });
  const plans = [...before, ...days.flatMap(planDay), ...after];
  return buildChain(below ?? { height: FIRST_HEIGHT }, plans);
}

export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000 * count).toISOString().slice(0, 10);
}

/** Days of ordinary blocks. */
export function ordinaryDays(first: string, count: number, seconds = SECONDS_A_BLOCK): readonly DayPlan[] {
  return Array.from({ length: count }, (_, index) => ({ day: dayAfter(first, index), seconds }));
}
