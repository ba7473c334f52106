import { describe, expect, it } from 'vitest';
import { progressReporter, progressText } from '../../lib/cli/backfill-progress.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';

const halfWay = { day: parseDay('2014-06-15'), daysDone: 15, daysInAll: 30, blocks: 2_160 };

describe('the progress of a backfill', () => {
  it('shows how far it is, how fast, and how long it will take', () => {
    expect(progressText(halfWay, 24)).toBe(
      '15.0 of 30 days, at 15 Jun 2014: 2,160 blocks, 90 a second, about 24 seconds left',
    );
    expect(progressText({ ...halfWay, daysDone: 0.2 }, 60)).toBe(
      '0.2 of 30 days, at 15 Jun 2014: 2,160 blocks, 36 a second, about 2 hours left',
    );
  });

  it('leaves out what is not known yet, and the remaining time when it is done', () => {
    expect(progressText({ ...halfWay, daysDone: 0, blocks: 0 }, 0)).toBe(
      '0.0 of 30 days, at 15 Jun 2014: 0 blocks',
    );
    expect(progressText({ ...halfWay, daysDone: 30 }, 60)).toBe(
      '30.0 of 30 days, at 15 Jun 2014: 2,160 blocks, 36 a second',
    );
  });

  it('is reported once a second, and at the end', () => {
    let now = 100;
    const lines: string[] = [];
    const tell = progressReporter(
      () => now,
      (line) => lines.push(line),
    );
    for (const daysDone of [1, 2, 3, 30]) {
      now += 0.6;
      tell({ ...halfWay, daysDone });
    }
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['1.0', '3.0', '30.0']);
  });
});
