import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../lib/core/rules/parse-rules.ts';
import { shareTable } from '../../../lib/core/shares/share-table.ts';
import { countWindow, throughLens, WINDOWS } from '../../../lib/core/shares/window.ts';
import type { Transition } from '../../../lib/core/warnings/episode.ts';
import { NO_HISTORY, type Progress, replayRules } from '../../../lib/core/warnings/history.ts';
import { isFiring } from '../../../lib/core/warnings/rung.ts';
import { type GeneratedDay, generatedLedger } from './generated-ledger.ts';

const LADDER = [0.25, '1/3', 0.4, 0.5].map((above, rung) => ({
  id: `week-${rung}`,
  ladder: 'week',
  lens: 'pool',
  subject: '*',
  measure: 'share',
  window: 7,
  above,
  severity: ['notice', 'warning', 'critical', 'emergency'][rung],
}));

const COMMON = { lens: 'pool', subject: '*', severity: 'notice' };

const RULES = parseRules(
  [
    ...LADDER,
    { ...COMMON, id: 'day', measure: 'share', window: 1, above: 0.3, mOfN: [2, 3], keepFiringDays: 1 },
    { ...COMMON, id: 'one', subject: 'antpool', measure: 'share', window: 1, below: 0.2, forDays: 2 },
    { ...COMMON, id: 'two', measure: 'top-2', window: 7, above: 0.6 },
    { ...COMMON, id: 'nobody', measure: 'unknown', window: 1, above: 0.2 },
    { ...COMMON, id: 'few', measure: 'nakamoto', window: 7, atMost: 2, keepFiringDays: 3 },
  ],
  'rules.json',
);

/** Rules whose probability comes from seeded draws. */
const DRAWN_RULES = parseRules(
  [
    { ...COMMON, id: 'jump', subject: 'viabtc', measure: 'change', window: 1, above: 0.05 },
    { ...COMMON, id: 'concentration', measure: 'hhi', window: 7, above: 2_500 },
  ],
  'rules.json',
);

const blocks = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 30, max: 120 }));

const counted = fc.record({
  antpool: blocks,
  viabtc: blocks,
  foundryusa: blocks,
  f2pool: blocks,
  unknown: fc.integer({ min: 1, max: 40 }),
});

/** Ledgers in which pools come and go, with occasional missing or reopened days. */
const ledgers = fc
  .array(
    fc.oneof<fc.MaybeWeightedArbitrary<GeneratedDay>[]>(
      { weight: 12, arbitrary: counted },
      { weight: 1, arbitrary: fc.constantFrom('missing', 'reopened') },
    ),
    { minLength: 8, maxLength: 30 },
  )
  .map(generatedLedger);

describe('the replay of generated days', () => {
  it.each([
    ['exact', RULES, 40],
    ['drawn', DRAWN_RULES, 5],
  ])('in one go equals the replay day by day, with probabilities %s', (_, rules, numRuns) => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        let progress: Progress = NO_HISTORY;
        const transitions: Transition[] = [];
        ledger.forEach((_, index) => {
          progress = replayRules(ledger.slice(0, index + 1), rules, 'now', progress);
          transitions.push(...progress.transitions);
        });
        expect({ ...progress, transitions }).toEqual(replayRules(ledger, rules, 'now'));
      }),
      { seed: 1, numRuns },
    );
  });

  it('never has a higher rung firing without the lower ones', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        ledger.forEach((_, index) => {
          const { states } = replayRules(ledger.slice(0, index + 1), RULES.slice(0, LADDER.length), 'now');
          for (const { rungs } of states.values()) {
            const firing = rungs.map(isFiring);
            expect(firing).toEqual(firing.toSorted((a, b) => Number(b) - Number(a)));
          }
        });
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  it('moves no episode on a day whose window misses a day', () => {
    let moves = 0;
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const pools = throughLens(ledger, 'pool', 'now');
        for (const { day, window } of replayRules(ledger, RULES, 'now').transitions) {
          expect(countWindow(pools, day, window).missingDays).toBe(0);
          moves += 1;
        }
      }),
      { seed: 3, numRuns: 60 },
    );
    expect(moves).toBeGreaterThan(100);
  });

  it('leaves every firing episode as it is on a day that is missing', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const before = replayRules(ledger, RULES, 'now');
        const next = generatedLedger([...ledger.map(() => 'missing' as const), 'missing']).at(-1)!;
        const after = replayRules([...ledger, next], RULES, 'now', before);
        const firing = ({ states }: Progress) => [...states.values()].filter(({ since }) => since !== null);
        expect(after.transitions).toEqual([]);
        expect(firing(after).map(({ rungs }) => rungs.filter(isFiring))).toEqual(
          firing(before).map(({ rungs }) => rungs.filter(isFiring)),
        );
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('opens every episode with one firing and closes it with one resolution', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { transitions } = replayRules(ledger, RULES, 'now');
        expect(new Set(transitions.map(({ id }) => id)).size).toBe(transitions.length);
        const episodes = Map.groupBy(transitions, ({ ladder, subject }) => `${ladder} ${subject}`);
        for (const moves of episodes.values()) {
          let since: string | null = null;
          for (const move of moves) {
            expect(move.kind === 'fired').toBe(since === null);
            since ??= move.day;
            expect(move.since).toBe(since);
            if (move.kind === 'resolved') since = null;
          }
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('does not depend on later days', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 1, max: 7 }), (ledger, later) => {
        const shorter = ledger.slice(0, -later);
        const { transitions } = replayRules(ledger, RULES, 'now');
        expect(replayRules(shorter, RULES, 'now').transitions).toEqual(
          transitions.filter(({ day }) => day <= shorter.at(-1)!.day),
        );
      }),
      { seed: 6, numRuns: 50 },
    );
  });
});

describe('the shares of generated days', () => {
  it('add up to the whole with unknown, each inside its interval', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const pools = throughLens(ledger, 'pool', 'now');
        for (const window of WINDOWS) {
          const count = countWindow(pools, ledger.at(-1)!.day, window);
          if (count.blocks === 0) continue;
          const table = shareTable(ledger, count);
          const known = table.shares.reduce((sum, { share }) => sum + share, 0);
          expect(known + table.unknown / table.blocks).toBeCloseTo(1, 12);
          expect(table.shares.reduce((sum, row) => sum + row.blocks, table.unknown)).toBe(table.blocks);
          for (const { low, share, high } of table.shares) expect(low <= share && share <= high).toBe(true);
          const sorted = table.shares.toSorted((a, b) => b.blocks - a.blocks || (a.key < b.key ? -1 : 1));
          expect(table.shares).toEqual(sorted);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});
