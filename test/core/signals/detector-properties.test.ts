import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { observeBlocks } from '../../../lib/core/signals/detector.ts';
import { detectorStateSchema, NO_BLOCKS_SEEN } from '../../../lib/core/signals/detector-state.ts';
import { signalSchema, verdictSchema } from '../../../lib/core/signals/signal.ts';
import { generatedChain } from './generated-chain.ts';

const BOUNDS = [1 / 4, 1 / 3, 0.4, 0.5];

const phase = fc.record({
  days: fc.double({ min: 0.2, max: 3, noNaN: true }),
  share: fc.constantFrom(0.02, 0.1, 0.3, 0.3, 0.45, 0.7),
  hashRate: fc.constantFrom(0.3, 1, 1, 2),
});

/** Chains with jumps, and header times off by up to two hours. */
const chains = fc
  .tuple(fc.array(phase, { minLength: 2, maxLength: 5 }), fc.integer(), fc.constantFrom(0, 1_800, 7_200))
  .map(([phases, seed, off]) =>
    generatedChain([...phases, { days: 3, share: 0.3 }], seed, (random) => (random() - 0.3) * off),
  );

function observe(blocks: Parameters<typeof observeBlocks>[1], ledger: Ledger, state = NO_BLOCKS_SEEN) {
  return observeBlocks(state, blocks, { ledger, knowledge: 'now', bounds: BOUNDS });
}

describe('signals of any chain', () => {
  it('depend only on blocks up to their height', () => {
    let count = 0;
    fc.assert(
      fc.property(chains, fc.double({ min: 0, max: 1, noNaN: true }), ({ blocks, ledger }, part) => {
        const cut = Math.floor(blocks.length * part);
        const whole = observe(blocks, ledger);
        const below = observe(blocks.slice(0, cut), ledger);
        const top = blocks[cut - 1]?.height ?? -1;
        expect(below.signals).toEqual(whole.signals.filter(({ height }) => height <= top));
        // A verdict's height is that of the last block counted; the next one closes the day.
        expect(below.verdicts).toEqual(whole.verdicts.filter(({ height }) => height < top));
        count += whole.signals.length;
      }),
      { numRuns: 40 },
    );
    expect(count).toBeGreaterThan(5);
  });

  it('are the same in one go and in two, with the state stored in between', () => {
    fc.assert(
      fc.property(chains, fc.double({ min: 0, max: 1, noNaN: true }), ({ blocks, ledger }, part) => {
        const cut = Math.floor(blocks.length * part);
        const first = observe(blocks.slice(0, cut), ledger);
        const stored = detectorStateSchema.parse(JSON.parse(JSON.stringify(first.state)));
        const second = observe(blocks.slice(cut), ledger, stored);
        const whole = observe(blocks, ledger);
        expect([...first.signals, ...second.signals]).toEqual(whole.signals);
        expect([...first.verdicts, ...second.verdicts]).toEqual(whole.verdicts);
        expect(second.state).toEqual(whole.state);
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend on the order of any list', () => {
    fc.assert(
      fc.property(chains, ({ blocks, ledger }) => {
        const reversed = ledger.map((day) =>
          day.kind === 'closed'
            ? { ...day, count: { ...day.count, pools: new Map([...day.count.pools].reverse()) } }
            : day,
        );
        const settings = { ledger: reversed, knowledge: 'now', bounds: BOUNDS.toReversed() } as const;
        expect(observeBlocks(NO_BLOCKS_SEEN, blocks, settings)).toEqual(observe(blocks, ledger));
      }),
      { numRuns: 30 },
    );
  });

  it('get one verdict each, from a day that closes later or when blocks are missing', () => {
    fc.assert(
      fc.property(chains, fc.boolean(), ({ blocks, ledger }, isCut) => {
        const cut = blocks.length - 200;
        const given = isCut ? blocks.toSpliced(cut, 100) : blocks;
        const { signals, verdicts, state } = observe(given, ledger);
        const pending = [
          ...state.subjects.flatMap((subject) => subject.pending.map(({ signal }) => signal.id)),
          ...(state.streak?.pending ?? []).map(({ id }) => id),
        ];
        const decided = verdicts.map(({ signal }) => signal);
        expect([...decided, ...pending].sort()).toEqual(signals.map(({ id }) => id).sort());
        const end = blocks.at(-1)!.time;
        const waiting = signals.filter(({ id }) => pending.includes(id));
        for (const { time } of waiting) expect(end - time).toBeLessThan(2.5 * 86_400);
        for (const { signal, height } of verdicts)
          expect(height).toBeGreaterThanOrEqual(signals.find(({ id }) => id === signal)!.height);
      }),
      { numRuns: 40 },
    );
  });

  it('have unique ids and match the stored schema', () => {
    fc.assert(
      fc.property(chains, ({ blocks, ledger }) => {
        const { signals, verdicts } = observe(blocks, ledger);
        expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
        for (const signal of signals) expect(signalSchema.parse(signal)).toEqual(signal);
        for (const verdict of verdicts) expect(verdictSchema.parse(verdict)).toEqual(verdict);
      }),
      { numRuns: 30 },
    );
  });
});
