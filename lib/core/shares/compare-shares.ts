import type { SubjectKey } from '../lenses/lens.ts';
import { probabilityAbove } from './interval.ts';
import { type ShareRow, shareRow } from './share-table.ts';
import type { WindowCount } from './window.ts';

/** Two subjects of one lens side by side, the one with more blocks first. */
export type Comparison = {
  readonly rows: readonly [ShareRow, ShareRow];
  /** Probability that the first has more of the hash rate, .5-1. */
  readonly probability: number;
  /** Both combined. */
  readonly together: Pick<ShareRow, 'blocks' | 'share' | 'low' | 'high'> & {
    /** Probability that they hold more than half. */
    readonly aboveHalf: number;
  };
};

/**
 * Compares two subjects of one lens in a window of at least one block. With half a block each as prior, shares are
 * independent gamma variables of shape blocks + 1/2 over their sum; so the first one's part of both is Beta(a + 1/2, b
 * + 1/2), and it is the larger if that part exceeds a half.
 */
export function compareShares(count: WindowCount, one: SubjectKey, other: SubjectKey): Comparison {
  const rowOf = (key: SubjectKey) => shareRow(count, key, count.counts.get(key) ?? 0);
  const [a, b] = [rowOf(one), rowOf(other)];
  const rows: Comparison['rows'] = b.blocks > a.blocks ? [b, a] : [a, b];
  const blocks = a.blocks + b.blocks;
  const { share, low, high } = shareRow(count, one, blocks);
  return {
    rows,
    probability: probabilityAbove(rows[0].blocks, blocks, 0.5),
    together: { blocks, share, low, high, aboveHalf: probabilityAbove(blocks, count.blocks, 0.5) },
  };
}
