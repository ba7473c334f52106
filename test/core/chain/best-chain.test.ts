import { describe, expect, it } from 'vitest';
import { compareChains } from '../../../lib/core/chain/best-chain.ts';
import type { RawBlock } from '../../../lib/core/chain/raw-block.ts';
import { type BlockPlan, type BuiltBlock, buildChain } from '../../support/chain-builder.ts';
import { refusal } from './refusal.ts';

const START = 977_000;
const HARDER = 0x201fffff;

function plans(count: number, change: Partial<BlockPlan> = {}): readonly BlockPlan[] {
  return Array.from({ length: count }, (_, index) => ({ time: 1_780_000_000 + 600 * index, ...change }));
}

function chain(count: number, height = START): readonly BuiltBlock[] {
  return buildChain({ height }, plans(count));
}

function raw(blocks: readonly BuiltBlock[]): readonly RawBlock[] {
  return blocks.map((block) => ({ ...block, payouts: [], evidence: 'header' }));
}

function heights(blocks: readonly { readonly height: number }[]): readonly number[] {
  return blocks.map(({ height }) => height);
}

describe('fetched blocks against the stored chain', () => {
  const stored = chain(10);

  it('are all added to an empty store', () => {
    expect(compareChains([], raw(stored))).toMatchObject({ kind: 'extends', forkHeight: START - 1 });
  });

  it('are the same if nothing new was mined', () => {
    expect(compareChains(stored, raw(stored.slice(-3)))).toEqual({ kind: 'same' });
  });

  it('are the same if the source lags behind', () => {
    expect(compareChains(stored, raw(stored.slice(2, 7)))).toEqual({ kind: 'same' });
  });

  it('are the same if the source has none', () => {
    expect(compareChains(stored, [])).toEqual({ kind: 'same' });
  });

  it('extend the chain without adding stored ones again', () => {
    const more = buildChain(stored, plans(3));
    const result = compareChains(stored, raw([...stored.slice(-2), ...more]));
    expect(result).toMatchObject({ kind: 'extends', forkHeight: START + 9 });
    expect(result.kind === 'extends' && heights(result.added)).toEqual([977_010, 977_011, 977_012]);
  });

  it('that start right above the stored tip extend the chain, and their link to it is checked', () => {
    const more = buildChain(stored, plans(1));
    expect(compareChains(stored, raw(more))).toMatchObject({
      kind: 'extends',
      checks: [{ link: 'passed', bits: 'not-checkable' }],
    });
  });

  it('that start higher need the blocks in between', () => {
    const more = buildChain(stored, plans(5));
    expect(compareChains(stored, raw(more.slice(2)))).toEqual({ kind: 'needs-more', height: START + 11 });
  });

  it('extend the chain across a difficulty adjustment', () => {
    const before = chain(5, 977_755);
    const more = buildChain(before, plans(3, { bits: HARDER }));
    expect(compareChains(before, raw(more))).toMatchObject({ kind: 'extends', forkHeight: 977_759 });
  });
});

describe('a competing branch', () => {
  const stored = chain(10);
  const shared = stored.slice(0, 7);

  it('with more work replaces the stored blocks above the fork', () => {
    const branch = buildChain(shared, plans(4, { salt: 1 }));
    const result = compareChains(stored, raw([...shared.slice(-1), ...branch]));
    expect(result).toMatchObject({ kind: 'reorganisation', forkHeight: START + 6 });
    if (result.kind !== 'reorganisation') throw new Error('not replaced');
    expect(heights(result.replaced)).toEqual([977_007, 977_008, 977_009]);
    expect(heights(result.added)).toEqual([977_007, 977_008, 977_009, 977_010]);
  });

  it('of equal work does not replace the stored one', () => {
    const branch = buildChain(shared, plans(3, { salt: 1 }));
    const result = compareChains(stored, raw(branch));
    expect(result).toMatchObject({ kind: 'weaker', forkHeight: START + 6 });
    expect(result.kind === 'weaker' && heights(result.added)[0]).toBe(START + 7);
  });

  it('with less work does not replace the stored one', () => {
    const branch = buildChain(shared, plans(2, { salt: 1 }));
    expect(compareChains(stored, raw(branch))).toMatchObject({ kind: 'weaker', forkHeight: START + 6 });
  });

  it('of fewer blocks but more work, after an adjustment, replaces the stored one', () => {
    const before = chain(5, 977_755);
    const easy = [...before, ...buildChain(before, plans(3))];
    const hard = buildChain(before, plans(1, { bits: HARDER }));
    expect(compareChains(easy, raw(hard))).toMatchObject({ kind: 'reorganisation', forkHeight: 977_759 });
    expect(compareChains([...before, ...hard], raw(easy))).toMatchObject({
      kind: 'weaker',
      forkHeight: 977_759,
    });
  });

  it('with a deeper fork needs more blocks before anything is decided', () => {
    const branch = buildChain(shared, plans(6, { salt: 1 }));
    expect(compareChains(stored, raw(branch.slice(2)))).toEqual({ kind: 'needs-more', height: START + 8 });
  });

  it('from right below the lowest stored block replaces them all', () => {
    const ground = chain(3);
    const upper = buildChain(ground, plans(2));
    const branch = buildChain(ground, plans(3, { salt: 1 }));
    expect(compareChains(upper, raw(branch))).toMatchObject({
      kind: 'reorganisation',
      forkHeight: START + 2,
    });
  });
});

describe('another chain', () => {
  it('is refused by `link` once it reaches below all stored blocks without sharing one', () => {
    const stored = chain(5);
    const other = buildChain({ height: START - 1, previousId: '22'.repeat(32) }, plans(8, { salt: 9 }));
    expect(refusal(() => compareChains(stored, raw(other)))).toMatchObject({
      check: 'link',
      height: START,
      found: other[1]?.id,
    });
  });

  it('that ends below all stored blocks is refused by `link`', () => {
    const other = buildChain({ height: START - 9, previousId: '22'.repeat(32) }, plans(3, { salt: 9 }));
    expect(refusal(() => compareChains(chain(5), raw(other))).check).toBe('link');
  });

  it('that builds on a stored block with an easier target is refused by `bits`', () => {
    const [first] = buildChain({ height: START }, plans(1, { bits: HARDER })) as [BuiltBlock];
    const easier = buildChain([first], plans(2));
    expect(refusal(() => compareChains([first], raw(easier)))).toMatchObject({
      check: 'bits',
      height: START + 1,
      expected: '0x201fffff as in the block below',
    });
  });
});
