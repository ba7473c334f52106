import type { PoolId } from '../pools/pool-id.ts';
import type { VerifiedBlock } from './block.ts';

/** A block source's own pool labels, by height. */
export type PoolLabels = ReadonlyMap<number, PoolId>;

/** Blocks that we attribute to one pool and the source to another; either may be `unknown`. */
export type Disagreement = {
  readonly pool: PoolId;
  readonly label: PoolId;
  readonly blocks: number;
  readonly heights: readonly number[];
};

/** Compares sources' labels with our own attribution, grouped by pool and label, most blocks first. */
export function disagreementsOf(
  blocks: readonly VerifiedBlock[],
  labels: PoolLabels,
): { readonly labelled: number; readonly disagreements: readonly Disagreement[] } {
  const labelled = blocks.flatMap(({ height, pool }) => {
    const label = labels.get(height);
    return label === undefined ? [] : [{ height, pool, label }];
  });
  const differing = labelled.filter(({ pool, label }) => pool !== label);
  const disagreements = [...Map.groupBy(differing, ({ pool, label }) => `${pool} ${label}`).values()]
    .map((group) => ({
      ...{ pool: group[0]!.pool, label: group[0]!.label },
      blocks: group.length,
      heights: group.map(({ height }) => height),
    }))
    .sort((a, b) => b.blocks - a.blocks || a.heights[0]! - b.heights[0]!);
  return { labelled: labelled.length, disagreements };
}
