import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedThrough, completeFrom, medianTimePast } from '../../../lib/core/ledger/close-days.ts';
import { countDays } from '../../../lib/core/ledger/count-days.ts';
import { dayOf } from '../../../lib/core/ledger/utc-day.ts';
import { BLOCKS_890440 } from '../chain/real-blocks.ts';
import { at, everyTenMinutes, generatedRun } from './generated-run.ts';

/** Header times of blocks 890430 to 890443 of the Bitcoin chain. */
const REAL_TIMES = [
  1743530534, 1743531091, 1743531562, 1743531890, 1743532111, 1743532406, 1743532471, 1743532867, 1743533789,
  1743533986, 1743535677, 1743535803, 1743536834, 1743537197,
].map((time) => ({ time }));

const timed = (times: readonly number[]) => times.map((time, index) => ({ time, height: 900_000 + index }));

/** The number of blocks, from the first on, until the day is closed. */
function blocksToClose(times: readonly number[], day: string): number {
  const count = times.findIndex((_, index) => (closedThrough(timed(times.slice(0, index + 1))) ?? '') >= day);
  return count + 1;
}

describe('the median time past', () => {
  it('of four real blocks is the one that mempool.space reports, including the block itself', () => {
    const found = [10, 11, 12, 13].map((index) => medianTimePast(REAL_TIMES, index));
    expect(found).toEqual([1743532406, 1743532471, 1743532867, 1743533789]);
    const reported = BLOCKS_890440.map(({ medianTime }) => medianTime);
    expect(found).toEqual(reported);
  });

  it('does not depend on the order of the eleven times', () => {
    const shuffled = timed([9, 2, 11, 4, 7, 1, 3, 10, 5, 8, 6]);
    expect(medianTimePast(shuffled, 10)).toBe(6);
  });

  it('is unknown with fewer than ten blocks below', () => {
    expect(medianTimePast(REAL_TIMES, 9)).toBeUndefined();
    expect(medianTimePast(REAL_TIMES, 14)).toBeUndefined();
  });
});

describe('a day', () => {
  const before = everyTenMinutes('2031-05-01T20:00', '2031-05-02T00:00');
  const after = everyTenMinutes('2031-05-02T00:00', '2031-05-02T06:00');

  it('closes when six blocks are on top of the first block whose median time past has reached midnight', () => {
    // With even spacing the sixth block from midnight on is the first whose median is midnight itself.
    const times = [...before, ...after];
    const first = before.length + 5;
    expect(medianTimePast(timed(times), first)).toBe(at('2031-05-02T00:00'));
    expect(closedThrough(timed(times.slice(0, first + 6)))).toBe('2031-04-30');
    expect(closedThrough(timed(times.slice(0, first + 7)))).toBe('2031-05-01');
  });

  it('does not close while the median time past is a second before midnight', () => {
    const times = [...before, ...after.map((time) => time - 1)];
    expect(blocksToClose(times, '2031-05-01')).toBe(before.length + 6 + 7);
  });

  it('does not close because a miner stamps blocks two hours ahead', () => {
    const ahead = before.slice(-10).map((time, index) => (index % 2 === 0 ? time + 7_200 : time));
    const times = [...before.slice(0, -10), ...ahead];
    expect(times.filter((time) => time >= at('2031-05-02T00:00')).length).toBe(5);
    expect(closedThrough(timed([...times, at('2031-05-02T00:05')]))).toBe('2031-04-30');
  });

  it('that looked complete still gets a block dated to it', () => {
    // Five blocks past midnight, then one from before: until then the day looked complete.
    const late = at('2031-05-01T23:58');
    const run = generatedRun([...before, ...after.slice(0, 5), late, ...after.slice(5)]);
    const place = before.length + 5;
    expect(closedThrough(run.slice(0, place))).toBe('2031-04-30');
    const closing = blocksToClose(
      run.map(({ time }) => time),
      '2031-05-01',
    );
    expect(closing).toBeGreaterThan(place + 1);
    const count = countDays(run.slice(0, closing)).find(({ day }) => day === '2031-05-01')!;
    expect(count.blocks).toBe(before.length + 1);
    expect(count.lastHeight).toBe(run[place]!.height);
  });

  it('has the blocks of its header times, even if they cross midnight both ways', () => {
    const run = generatedRun([
      ...before,
      at('2031-05-02T00:01'),
      at('2031-05-01T23:59'),
      at('2031-05-02T00:00'),
      at('2031-05-01T23:58'),
      ...after.slice(1),
    ]);
    const [first, second] = countDays(run);
    const base = run[0]!.height + before.length;
    expect([first!.day, first!.blocks, first!.lastHeight]).toEqual([
      '2031-05-01',
      before.length + 2,
      base + 3,
    ]);
    expect([second!.day, second!.blocks, second!.firstHeight]).toEqual([
      '2031-05-02',
      after.length + 1,
      base,
    ]);
  });

  it('begins with a header time equal to midnight', () => {
    expect(dayOf(at('2031-05-02T00:00'))).toBe('2031-05-02');
    expect(dayOf(at('2031-05-02T00:00') - 1)).toBe('2031-05-01');
  });
});

describe('the first complete day of a run', () => {
  it('begins more than two hours after the latest stamp of the first eleven blocks', () => {
    const times = everyTenMinutes('2031-05-01T20:20', '2031-05-02T06:00');
    // The eleventh is stamped 22:00: two hours later it is midnight, and no block below can be past it.
    expect(completeFrom(timed(times))).toBe('2031-05-02');
    expect(completeFrom(timed(times.map((time) => time + 1)))).toBe('2031-05-03');
  });

  it('is the day of the genesis block, which has no block below it', () => {
    const genesis = { time: at('2009-01-03T18:15'), height: 0 };
    expect(completeFrom([genesis])).toBe('2009-01-03');
  });

  it('is unknown with fewer than eleven blocks', () => {
    expect(completeFrom(timed(everyTenMinutes('2031-05-01T20:00', '2031-05-01T21:40')))).toBeUndefined();
  });
});

/**
 * Chains that consensus allows: blocks 5 to 45 minutes apart, stamped from half an hour behind to two
 * hours ahead, and later than the median time past of the block below.
 */
const chains = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 300, max: 2_700 }),
      stamp: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: -60, max: 60 }) },
        { weight: 1, arbitrary: fc.integer({ min: -1_800, max: 7_200 }) },
        { weight: 1, arbitrary: fc.constant(7_200) },
      ),
    }),
    { minLength: 150, maxLength: 260 },
  )
  .map((steps) => {
    const times: { time: number }[] = [];
    let clock = at('2031-05-01T18:00');
    for (const { wait, stamp } of steps) {
      clock += wait;
      const median = medianTimePast(times, times.length - 1) ?? 0;
      times.push({ time: Math.max(clock + stamp, median + 1) });
    }
    return times;
  });

describe('generated chains', () => {
  it('never date a block to a day that has closed', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        for (let length = 17; length < chain.length; length++) {
          const closed = closedThrough(chain.slice(0, length))!;
          expect(dayOf(chain[length]!.time) > closed).toBe(true);
        }
      }),
      { seed: 113, numRuns: 60 },
    );
  });

  it('close their days in order, each once', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const closed = chain.map((_, index) => closedThrough(chain.slice(0, index + 1)) ?? '');
        expect(closed).toEqual(closed.toSorted());
        expect(new Set(closed).size).toBeGreaterThan(2);
      }),
      { seed: 114, numRuns: 60 },
    );
  });

  it('have no block below a run in a day that the run fully contains', () => {
    fc.assert(
      fc.property(chains, fc.integer({ min: 1, max: 100 }), (chain, cut) => {
        const from = completeFrom(timed(chain.slice(cut).map(({ time }) => time)))!;
        expect(chain.slice(0, cut).every(({ time }) => dayOf(time) < from)).toBe(true);
      }),
      { seed: 115, numRuns: 200 },
    );
  });
});
