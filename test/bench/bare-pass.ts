/**
 * The least work of a replay, as a process: reads the shipped days, and counts each lens over each window of
 * the default rules, day by day. Prints one number. Nothing is imported from the program, and nothing is
 * checked, estimated or drawn.
 */
import { type BruteTables, bruteShippedDays, bruteTables } from '../support/brute-days.ts';

const WINDOWS = { owner: [1, 7], template: [1, 7], 'operator-country': [7], pool: [7] } as const;

const days = bruteShippedDays();
const tables = bruteTables();
let checksum = 0;
for (const [lens, windows] of Object.entries(WINDOWS)) {
  const grouped = days.map(({ day, pools }) => {
    const counts = new Map<string, number>();
    for (const [pool, blocks] of Object.entries(pools)) {
      const key = subjectOf(lens, pool, day, tables);
      counts.set(key, (counts.get(key) ?? 0) + blocks);
    }
    return counts;
  });
  for (const window of windows) {
    const rolling = new Map<string, number>();
    for (const [index, counts] of grouped.entries()) {
      for (const [key, blocks] of counts) rolling.set(key, (rolling.get(key) ?? 0) + blocks);
      for (const [key, blocks] of grouped[index - window] ?? []) rolling.set(key, rolling.get(key)! - blocks);
      for (const blocks of rolling.values()) checksum = (checksum * 31 + blocks) % 1_000_003;
    }
  }
}
console.log(checksum);

function subjectOf(lens: string, pool: string, day: string, { owners, seats, templates }: BruteTables) {
  const holds = (from: string | null, to: string | null) => (from ?? '') <= day && (to === null || day < to);
  if (lens === 'pool' || pool === 'unknown') return pool;
  if (lens === 'template')
    return templates.find((row) => row.key === pool && holds(row.known, row.to))?.value ?? pool;
  const owner = owners.find((row) => row.key === pool && holds(row.from, row.to))?.value ?? pool;
  if (lens === 'owner') return owner;
  return seats.find((row) => row.key === owner && holds(row.from, row.to))?.value ?? 'unknown';
}
