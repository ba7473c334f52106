import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * Recorded days and tables of links, read with naive loops. Nothing is imported from the program; of the
 * project only the JSON tables are read.
 */

/** Blocks per pool of one full UTC day. Days follow each other without a gap. */
export type BruteDay = { readonly day: string; readonly pools: Readonly<Record<string, number>> };

/**
 * A row of a table: `key` belongs to `value` from the day `from` to the day before `to` (null = always). That was
 * public from `known` on, and its end from `endKnown` on.
 */
export type BruteRow = {
  readonly key: string;
  readonly value: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly known: string;
  readonly endKnown: string | null;
};

/** Pools and their owners, owners and their seats, pools and their template groups. */
export type BruteTables = {
  readonly owners: readonly BruteRow[];
  readonly seats: readonly BruteRow[];
  readonly templates: readonly BruteRow[];
};

const data = new URL('../../data/', import.meta.url);

function readTable(name: string) {
  return JSON.parse(readFileSync(new URL(name, data), 'utf8'));
}

/** The links that the project ships. */
export function bruteTables(): BruteTables {
  const owners: BruteRow[] = [];
  for (const { pool, owner, from, to, publishedOn, endPublishedOn } of readTable('owners.json').links)
    owners.push({ key: pool, value: owner, from, to, known: publishedOn, endKnown: endPublishedOn ?? null });
  const seats: BruteRow[] = [];
  for (const { owner, country, from, to, publishedOn, endPublishedOn } of readTable('seats.json').seats)
    seats.push({
      key: owner,
      value: country,
      from,
      to,
      known: publishedOn,
      endKnown: endPublishedOn ?? null,
    });
  const templates: BruteRow[] = [];
  for (const group of readTable('templates.json').groups) {
    for (const { pool, assumedSince, firstObserved, to, endPublishedOn } of group.links) {
      const dates = { from: assumedSince, to, known: firstObserved, endKnown: endPublishedOn ?? null };
      templates.push({ key: pool, value: group.id, ...dates });
    }
  }
  return { owners, seats, templates };
}

/** The days that the project ships. */
export function bruteShippedDays(): BruteDay[] {
  const days = [];
  for (const row of readTable('ledger/days.json').days) days.push({ day: row[0], pools: row[4] });
  return days;
}

/** One line of a file of labelled blocks. */
export type BruteBlock = { readonly height: number; readonly time: number; readonly pool: string };

/** The blocks of a gzipped CSV file `height,time,pool`. */
export function bruteBlocks(file: string): BruteBlock[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const blocks = [];
  for (const line of lines.slice(1)) {
    const [height, time, pool] = line.trim().split(',');
    if (pool !== undefined) blocks.push({ height: Number(height), time: Number(time), pool });
  }
  return blocks;
}

/** The UTC day of a time in Unix seconds. */
export function bruteDayOf(time: number): string {
  return new Date(time * 1000).toISOString().substring(0, 10);
}

/** Counts blocks by UTC day of the header time; the first and the last day are partial and left out. */
export function bruteDays(blocks: readonly BruteBlock[]): BruteDay[] {
  const counts: Record<string, Record<string, number>> = {};
  for (const { time, pool } of blocks) {
    const day = bruteDayOf(time);
    counts[day] ??= {};
    counts[day][pool] = (counts[day][pool] ?? 0) + 1;
  }
  const days = Object.keys(counts).sort().slice(1, -1);
  return days.map((day) => ({ day, pools: counts[day]! }));
}
