import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observeBlocks } from '../../../lib/core/signals/detector.ts';
import { NO_BLOCKS_SEEN } from '../../../lib/core/signals/detector-state.ts';
import { runsPerYear } from '../../../lib/core/signals/runs.ts';
import { generatedChain } from './generated-chain.ts';

const SEED = 12;
const { blocks, ledger } = generatedChain([{ days: 5, share: 0.3 }], SEED);
const AT = 300;

/** Consecutive blocks by one pool in an otherwise unchanged chain, with another pool's block at either end. */
function withRun(length: number, pool = 'foundryusa') {
  return blocks.map((block, index) => {
    const place = index - AT;
    if (place === -1 || place === length) return { ...block, pool: 'unknown' as never };
    return place >= 0 && place < length ? { ...block, pool: pool as never } : block;
  });
}

function runsIn(chain: typeof blocks) {
  const { signals, verdicts } = observeBlocks(NO_BLOCKS_SEEN, chain, {
    ledger,
    knowledge: 'now',
    bounds: [],
  });
  const runs = signals.filter(({ kind }) => kind === 'run');
  return runs.map((run) => ({ ...run, verdict: verdicts.find(({ signal }) => signal === run.id) }));
}

describe('a run of blocks', () => {
  it('is signalled once, by the block at which chance gives anyone such a run less than once a year', () => {
    const [run, ...more] = runsIn(withRun(14));
    const shares = [43, 40, 36, 25].map((count) => count / 144);
    expect(runsPerYear(run!.own, shares)).toBeLessThan(1);
    expect(runsPerYear(run!.own - 1, shares)).toBeGreaterThan(1);
    expect(run).toMatchObject({
      id: `${blocks[AT]!.height + run!.own - 1} owner dcg run`,
      ...{ lens: 'owner', subject: 'dcg', height: blocks[AT]!.height + run!.own - 1 },
      ...{ own: run!.blocks, returns: null, bound: null },
      since: { height: blocks[AT]!.height - 1, time: blocks[AT - 1]!.time },
    });
    expect(run!.aYear).toBeCloseTo(runsPerYear(run!.own, shares), 1);
    expect(more).toEqual([]);
  });

  it('as long as chance makes every year is not signalled', () => {
    expect(runsIn(withRun(runsIn(withRun(14))[0]!.own - 1))).toEqual([]);
  });

  it('of unknown miners is not signalled', () => {
    expect(runsIn(withRun(40, 'unknown'))).toEqual([]);
  });

  it('is signalled again if another one follows', () => {
    const { own } = runsIn(withRun(14))[0]!;
    const again = AT + 250;
    const twice = withRun(own).map((block, index) =>
      index >= again && index < again + own ? { ...block, pool: 'foundryusa' as never } : block,
    );
    expect(runsIn(twice).map(({ height }) => height)).toHaveLength(2);
  });

  it('is confirmed by the first day that closes half a day later', () => {
    const [run] = runsIn(withRun(14));
    expect(run!.verdict).toMatchObject({ outcome: 'confirmed', own: run!.own, blocks: run!.own });
  });

  it("is measured by the owner's share since a signalled change, not before it", () => {
    const { blocks: jumped, ledger: own } = generatedChain(
      [
        { days: 3, share: 0.3 },
        { days: 4, share: 0.75 },
      ],
      SEED,
    );
    const { signals } = observeBlocks(NO_BLOCKS_SEEN, jumped, { ledger: own, knowledge: 'now', bounds: [] });
    const jump = signals.find(({ kind, subject }) => kind !== 'run' && subject === 'dcg')!;
    const later = signals.filter(({ kind, height }) => kind === 'run' && height > jump.height + 20);
    for (const { shareBefore } of later) expect(shareBefore).toBeGreaterThan(0.5);
    const before = [43, 40, 36, 25].map((count) => count / 144);
    // At 75% runs that are rare at 30% happen every day.
    expect(runsPerYear(10, before)).toBeLessThan(1);
    expect(later.length).toBeLessThan(3);
  });

  it('depends only on blocks up to its height', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 }), (length, beyond) => {
        const chain = withRun(length);
        const cut = chain.slice(0, AT + beyond);
        const height = cut.at(-1)!.height;
        const runsOf = (all: typeof chain) =>
          runsIn(all)
            .map(({ id, height: at }) => ({ id, at }))
            .filter(({ at }) => at <= height);
        expect(runsOf(cut)).toEqual(runsOf(chain));
      }),
      { numRuns: 40 },
    );
  });
});
