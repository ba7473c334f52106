import { beforeAll, describe, expect, it } from 'vitest';
import blocksTable from '../../data/ledger/blocks.json' with { type: 'json' };
import daysTable from '../../data/ledger/days.json' with { type: 'json' };
import { closedThrough, medianTimePast } from '../../lib/ledger/close-days.ts';
import { midnight } from '../../lib/ledger/utc-day.ts';
import { type BruteBlock, bruteBlocks, bruteDayOf } from '../support/brute-replay.ts';
import { BLOCKS_FILE } from './run-replay.ts';

const DAY = 86_400;

describe.skipIf(BLOCKS_FILE === undefined)('the labelled blocks of 2020 to 2026', () => {
  let blocks: readonly BruteBlock[];

  beforeAll(() => {
    blocks = bruteBlocks(BLOCKS_FILE!);
  });

  it('come to the recorded days that the project ships, all 2,303 full days', () => {
    type Row = [day: string, first: number, last: number, epochs: object, pools: object];
    const rows: Record<string, Row> = {};
    const add = (counts: object, key: string | number) => {
      const record = counts as Record<string, number>;
      record[key] = (record[key] ?? 0) + 1;
    };
    for (const { height, time, pool } of blocks) {
      const day = bruteDayOf(time);
      rows[day] ??= [day, height, height, {}, {}];
      const row = rows[day];
      row[1] = Math.min(row[1], height);
      row[2] = Math.max(row[2], height);
      add(row[3], Math.floor(height / 2016));
      add(row[4], pool);
    }
    const full = Object.keys(rows).sort().slice(1, -1);
    expect(full).toHaveLength(2303);
    expect(daysTable.days).toEqual(full.map((day) => rows[day]));
  });

  it('end in the blocks that the project ships one by one', () => {
    let time = blocksTable.firstTime;
    const shipped = blocksTable.blocks.map(([seconds, pool], index) => {
      time += seconds!;
      return { height: blocksTable.firstHeight + index, time, pool: blocksTable.pools[pool!] };
    });
    expect(shipped).toEqual(blocks.filter(({ height }) => height >= blocksTable.firstHeight));
    const newest = daysTable.days.at(-91)![0] as string;
    expect(shipped.slice(60).some(({ time: at }) => bruteDayOf(at) === newest)).toBe(true);
  });

  it('close a day 1.9 h after midnight in the median and 6.5 h at most, and no block of it comes later', () => {
    const hours: number[] = [];
    let late = 0;
    let first = 10;
    for (let end = Math.ceil(blocks[10]!.time / DAY) * DAY; ; end += DAY) {
      while (first < blocks.length && medianTimePast(blocks, first)! < end) first += 1;
      const closing = first + 6;
      if (closing >= blocks.length) break;
      const day = bruteDayOf(end - DAY);
      expect(closedThrough(blocks.slice(closing - 16, closing + 1))).toBe(day);
      expect(closedThrough(blocks.slice(closing - 17, closing))! < day).toBe(true);
      hours.push((blocks[closing]!.time - end) / 3600);
    }
    expect(hours).toHaveLength(2303);
    // Looking back from the top, the earliest header time among all blocks above.
    let earliest = Number.POSITIVE_INFINITY;
    for (let index = blocks.length - 1; index >= 10; index--) {
      const day = bruteDayOf(medianTimePast(blocks, index)!);
      if (earliest < midnight(day as never)) late += 1;
      earliest = Math.min(earliest, blocks[index]!.time);
    }
    expect(late).toBe(0);
    hours.sort((a, b) => a - b);
    expect(hours[(hours.length - 1) / 2]!.toFixed(1)).toBe('1.9');
    expect(hours.at(-1)!.toFixed(1)).toBe('6.5');
  });
});
