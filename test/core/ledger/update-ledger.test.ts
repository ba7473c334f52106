import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerifiedBlock } from '../../../lib/core/ledger/block.ts';
import type { ClosedDay, Ledger, LedgerDay } from '../../../lib/core/ledger/ledger.ts';
import { openDays, updateLedger } from '../../../lib/core/ledger/update-ledger.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';
import { at, day, everyTenMinutes, generatedRun } from './generated-run.ts';

const REGISTRY = 'generated registry';

/** The ledger after the days of an update are saved in their order. */
function save(ledger: Ledger, days: readonly LedgerDay[]): Ledger {
  const byDay = new Map(ledger.map((entry) => [entry.day, entry]));
  for (const entry of days) byDay.set(entry.day, entry);
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function update(ledger: Ledger, run: readonly VerifiedBlock[]): Ledger {
  return save(ledger, updateLedger(ledger, run, REGISTRY));
}

const summary = (days: readonly LedgerDay[]) =>
  days.map((entry) => {
    if (entry.kind === 'missing') return `${entry.day} missing`;
    return `${entry.day} ${entry.kind} ${entry.revision}${entry.kind === 'closed' ? ` ${entry.count.blocks}` : ''}`;
  });

const closedDay = (ledger: Ledger, text: string) =>
  ledger.find((entry): entry is ClosedDay => entry.day === text && entry.kind === 'closed')!;

/** Three and a half days; the first is only partly contained. */
const TIMES = everyTenMinutes('2031-05-01T12:00', '2031-05-04T12:00');
const RUN = generatedRun(TIMES);
const LEDGER = update([], RUN);

/** The run with all blocks from a time on replaced by a branch with other header times. */
function branch(from: string, times: readonly number[], pool = 'viabtc'): readonly VerifiedBlock[] {
  const kept = TIMES.filter((time) => time < at(from));
  return generatedRun([...kept, ...times], (index) =>
    index < kept.length ? {} : { id: `branch ${index}`, pool: poolId(pool) },
  );
}

describe('a ledger', () => {
  it('gets the days that a run fully contains and closes, in order, as first revisions', () => {
    expect(summary(updateLedger([], RUN, REGISTRY))).toEqual([
      '2031-05-02 closed 1 144',
      '2031-05-03 closed 1 144',
    ]);
    expect(closedDay(LEDGER, '2031-05-02')).toMatchObject({ source: 'live', registry: REGISTRY });
    expect(closedDay(LEDGER, '2031-05-02').count.evidence).toEqual({ labelled: 0, header: 144, merkle: 0 });
  });

  it('is not changed by the same run again', () => {
    expect(updateLedger(LEDGER, RUN, REGISTRY)).toEqual([]);
  });

  it('does not get the open day', () => {
    expect(openDays(RUN).map(({ day: open, blocks }) => [open, blocks])).toEqual([['2031-05-04', 72]]);
    expect(LEDGER.some((entry) => entry.day === '2031-05-04')).toBe(false);
  });

  it('gets the days between its end and a later run as missing', () => {
    const later = generatedRun(everyTenMinutes('2031-05-06T12:00', '2031-05-08T12:00'));
    expect(summary(updateLedger(LEDGER, later, REGISTRY))).toEqual([
      '2031-05-04 missing',
      '2031-05-05 missing',
      '2031-05-06 missing',
      '2031-05-07 closed 1 144',
    ]);
  });

  it('gets a missing day as a first revision once a run contains it', () => {
    const hole = save(LEDGER, [{ kind: 'missing', day: day('2031-05-03') }]);
    expect(summary(updateLedger(hole, RUN, REGISTRY))).toEqual(['2031-05-03 closed 1 144']);
  });

  it('keeps a day that a later run only partly contains', () => {
    const later = RUN.filter(({ time }) => time >= at('2031-05-02T22:00'));
    expect(updateLedger(LEDGER, later, REGISTRY)).toEqual([]);
  });

  it('counts the new branch if a reorganisation crosses midnight before the day has closed', () => {
    const open = RUN.filter(({ time }) => time <= at('2031-05-03T00:30'));
    const before = update([], open);
    expect(summary(before)).toEqual([]);
    // The branch dates three more blocks before midnight.
    const early = ['22:55', '23:02', '23:13'].map((time) => at(`2031-05-02T${time}`));
    const rest = everyTenMinutes('2031-05-02T23:20', '2031-05-03T06:00');
    const after = update(before, branch('2031-05-02T22:50', [...early, ...rest]));
    expect(summary(after)).toEqual(['2031-05-02 closed 1 144']);
    expect(closedDay(after, '2031-05-02').count.pools.get(poolId('viabtc'))).toBe(7);
  });

  it('gets a new revision of a closed day whose blocks a reorganisation replaces', () => {
    const replaced = branch('2031-05-03T20:00', everyTenMinutes('2031-05-03T20:00', '2031-05-04T12:00'));
    expect(summary(updateLedger(LEDGER, replaced, REGISTRY))).toEqual(['2031-05-03 closed 2 144']);
    const after = update(LEDGER, replaced);
    expect(closedDay(after, '2031-05-03').count.pools.get(poolId('viabtc'))).toBe(24);
    expect(closedDay(after, '2031-05-02')).toBe(closedDay(LEDGER, '2031-05-02'));
  });

  it('gets new revisions of both days if a reorganisation moves blocks across their midnight', () => {
    // Two blocks that were dated after midnight are now dated before it.
    const times = [
      at('2031-05-02T23:56'),
      at('2031-05-02T23:58'),
      ...everyTenMinutes('2031-05-03T00:20', '2031-05-04T12:00'),
    ];
    const after = update(LEDGER, branch('2031-05-03T00:00', times));
    expect(summary(after)).toEqual(['2031-05-02 closed 2 146', '2031-05-03 closed 2 142']);
  });

  it('has a closed day reopened if the new branch no longer closes it, and closed again as a new revision', () => {
    const short = branch('2031-05-03T20:00', everyTenMinutes('2031-05-03T20:00', '2031-05-04T00:30'));
    const reopened = update(LEDGER, short);
    expect(summary(reopened)).toEqual(['2031-05-02 closed 1 144', '2031-05-03 reopened 1']);
    const long = branch('2031-05-03T20:00', everyTenMinutes('2031-05-03T20:00', '2031-05-04T12:00'));
    expect(summary(updateLedger(reopened, long, REGISTRY))).toEqual(['2031-05-03 closed 2 144']);
  });

  it('keeps better evidence for the same blocks without a new revision', () => {
    const proven = generatedRun(TIMES, (index) => (index === 100 ? { evidence: 'merkle' } : {}));
    const after = updateLedger(LEDGER, proven, REGISTRY);
    expect(summary(after)).toEqual(['2031-05-02 closed 1 144']);
    expect(after[0]).toMatchObject({ count: { evidence: { labelled: 0, header: 143, merkle: 1 } } });
  });

  it('calls a day recorded while any of its blocks is labelled by someone else, and live once none is', () => {
    const labelled = RUN.map(({ height, time, pool, bits }, index) =>
      index === 100 ? { height, time, pool, bits, evidence: 'labelled' as const } : RUN[index]!,
    );
    const recorded = save([], updateLedger([], labelled, REGISTRY));
    expect(closedDay(recorded, '2031-05-02')).toMatchObject({ source: 'recorded', registry: null });
    const live = updateLedger(recorded, RUN, REGISTRY);
    expect(summary(live)).toEqual(['2031-05-02 closed 1 144']);
    expect(live[0]).toMatchObject({ source: 'live', registry: REGISTRY });
  });

  it('ends up the same whether a run arrives at once or in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: RUN.length }), { maxLength: 12 }), (lengths) => {
        const pieces = [...lengths.sort((a, b) => a - b), RUN.length];
        const ledger = pieces.reduce((known: Ledger, length) => update(known, RUN.slice(0, length)), []);
        expect(ledger).toEqual(LEDGER);
      }),
      { seed: 2031, numRuns: 50 },
    );
  });
});
