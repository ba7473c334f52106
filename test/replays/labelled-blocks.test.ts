import { beforeAll, describe, expect, it } from 'vitest';
import blocksTable from '../../data/ledger/blocks.json' with { type: 'json' };
import daysTable from '../../data/ledger/days.json' with { type: 'json' };
import { closedThrough, medianTimePast } from '../../lib/core/ledger/close-days.ts';
import { type BruteBlock, bruteBlocks, bruteDayOf } from '../support/brute-days.ts';
import { BLOCKS_FILE } from '../support/run-replay.ts';

const DAY = 86_400;

describe.skipIf(BLOCKS_FILE === undefined)('the labelled blocks of 2020 to 2026', () => {
  let blocks: readonly BruteBlock[];

  beforeAll(() => {
    blocks = bruteBlocks(BLOCKS_FILE!);
  });

  it('give the recorded days that the project ships, all 2,303 full days', () => {
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

  it('end with the blocks that the project ships one by one', () => {
    let time = blocksTable.firstTime;
    const shipped = blocksTable.blocks.map(([seconds, pool], index) => {
      time += seconds!;
      return { height: blocksTable.firstHeight + index, time, pool: blocksTable.pools[pool!] };
    });
    expect(shipped).toEqual(blocks.filter(({ height }) => height >= blocksTable.firstHeight));
    const lowest = Math.min(...daysTable.days.slice(-91).map((row) => row[1] as number));
    expect(blocksTable.firstHeight).toBe(lowest - 60);
  });

  it('close a day 1.9 h after midnight in the median, and 6.5 h at most', () => {
    const hours: number[] = [];
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
    hours.sort((a, b) => a - b);
    expect(hours[(hours.length - 1) / 2]!.toFixed(1)).toBe('1.9');
    expect(hours.at(-1)!.toFixed(1)).toBe('6.5');
  });

  it('have no block of a day above the first whose median time past is beyond that day', () => {
    let earliestAbove = Number.POSITIVE_INFINITY;
    let late = 0;
    for (let index = blocks.length - 1; index >= 10; index--) {
      const begun = Math.floor(medianTimePast(blocks, index)! / DAY) * DAY;
      if (earliestAbove < begun) late += 1;
      earliestAbove = Math.min(earliestAbove, blocks[index]!.time);
    }
    expect(late).toBe(0);
  });
});
