import { describe, expect, it } from 'vitest';
import type { BlockLookup, HeaderChecks, KnownBlock } from '../../lib/core/chain/check-headers.ts';
import { EPOCH_BLOCKS, LAST_SHIPPED_EPOCH } from '../../lib/core/chain/epochs.ts';
import type { RawBlock } from '../../lib/core/chain/raw-block.ts';
import { type BlockSource, SourceError } from '../../lib/daily/block-source.ts';
import { bridgeEpochs } from '../../lib/daily/bridge-epochs.ts';

const start = (epochs: number) => (LAST_SHIPPED_EPOCH + epochs) * EPOCH_BLOCKS;

/** A source of two-block pages that no test could mine; `upTo` is the highest it serves. */
function sourceOf(upTo: number) {
  const asked: number[] = [];
  const block = (height: number) => ({
    height,
    id: `id ${height}`,
    previousId: `id ${height - 1}`,
    time: height,
    bits: 1,
  });
  const source: Pick<BlockSource, 'blocksDownFrom'> = {
    async blocksDownFrom(height) {
      asked.push(height);
      if (height > upTo)
        throw new SourceError('status', 'answered 404', { source: 'test', retryable: false, status: 404 });
      return [block(height - 1), block(height)] as RawBlock[];
    },
  };
  return { source: source as BlockSource, asked };
}

function storeOf(saved: KnownBlock[] = []) {
  return {
    saved,
    loadEpochEnds: async () => [...saved],
    saveEpochEnds: async (blocks: readonly KnownBlock[]) => void saved.push(...blocks),
  };
}

/** Passes a page if the previous epoch is bridged, as the real checks do. */
const check = (page: readonly { height: number }[], known?: BlockLookup): readonly HeaderChecks[] => {
  const first = page.at(-1)!.height;
  const isBridged = first === start(0) || known?.(first - EPOCH_BLOCKS) !== undefined;
  return page.map(() => ({
    link: 'passed',
    bits: isBridged ? 'passed' : 'not-checkable',
  }));
};

describe('the bridge from the shipped difficulty to the tip', () => {
  it('stores both ends of every epoch in between', async () => {
    const { source, asked } = sourceOf(start(3));
    const store = storeOf();
    const known = await bridgeEpochs(store, source, start(2) + 500, check);
    expect(asked).toEqual([start(0), start(1), start(2)]);
    expect(store.saved.map(({ height }) => height)).toEqual(
      [0, 1, 2].flatMap((e) => [start(e) - 1, start(e)]),
    );
    expect(known(start(2) - 1)?.id).toBe(`id ${start(2) - 1}`);
  });

  it('fetches only what it did not store before', async () => {
    const store = storeOf();
    await bridgeEpochs(store, sourceOf(start(3)).source, start(1) + 500, check);
    const { source, asked } = sourceOf(start(3));
    await bridgeEpochs(store, source, start(2) + 500, check);
    expect(asked).toEqual([start(2)]);
  });

  it('ignores the newest boundary until it has a hundred confirmations', async () => {
    const { source, asked } = sourceOf(start(3));
    await bridgeEpochs(storeOf(), source, start(1) + 99, check);
    expect(asked).toEqual([start(0)]);
  });

  it('ends at the first block the source lacks, with nothing known beyond', async () => {
    const { source, asked } = sourceOf(start(1));
    const known = await bridgeEpochs(storeOf(), source, start(3) + 500, check);
    expect(asked).toEqual([start(0), start(1), start(2)]);
    expect(known(start(2))).toBeUndefined();
  });

  it('ends at an adjustment that cannot be checked', async () => {
    const { source, asked } = sourceOf(start(9));
    const unchecked: typeof check = (page) =>
      check(page).map((found) => ({ ...found, bits: 'not-checkable' }));
    const store = storeOf();
    await bridgeEpochs(store, source, start(3) + 500, unchecked);
    expect(asked).toEqual([start(0)]);
    expect(store.saved).toEqual([]);
  });
});
