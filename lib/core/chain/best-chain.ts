import { type BlockLookup, checkHeaders, type HeaderChecks, type KnownBlock } from './check-headers.ts';
import { compactToWork } from './compact-bits.ts';
import { HeaderCheckError } from './header-check-error.ts';
import type { RawBlock } from './raw-block.ts';

/** Blocks on top of the stored block at `forkHeight`, with the result of the checks on each. */
type Addition = {
  readonly forkHeight: number;
  readonly added: readonly RawBlock[];
  readonly checks: readonly HeaderChecks[];
};

/** How fetched blocks relate to the stored chain. */
export type ChainComparison =
  /** Every fetched block is already stored. */
  | { readonly kind: 'same' }
  | ({ readonly kind: 'extends' } & Addition)
  /** The fetched branch has more work; `replaced` are the stored blocks that drop out, ascending. */
  | ({ readonly kind: 'reorganisation'; readonly replaced: readonly KnownBlock[] } & Addition)
  /** The fetched branch has no more work than the stored one; `added` are its blocks. */
  | ({ readonly kind: 'weaker' } & Addition)
  /** The fork is deeper: fetch the blocks at `height` and below, add them, and compare again. */
  | { readonly kind: 'needs-more'; readonly height: number };

/**
 * Compares consecutive fetched blocks up to the source's tip with the stored recent chain; both ascend without gaps.
 * The branch with more work, the sum of 2^256 / (target + 1), wins; at equal work the stored one stays, as in Bitcoin
 * Core. New blocks are checked against the stored blocks below them and those found by `lookUp`.
 *
 * @throws HeaderCheckError (`link`) if the fetched blocks reach below all stored ones and share none with them; and the
 *   error of any other check that a new block fails.
 */
export function compareChains(
  stored: readonly KnownBlock[],
  fetched: readonly RawBlock[],
  lookUp: BlockLookup = () => undefined,
): ChainComparison {
  const [lowest] = fetched;
  if (lowest === undefined) return { kind: 'same' };
  const bottom = stored[0];
  const forkHeight = bottom === undefined ? lowest.height - 1 : findFork(stored, fetched);
  if (forkHeight === undefined) {
    if (bottom !== undefined && lowest.height <= bottom.height) throwUnrelated(bottom, fetched);
    return { kind: 'needs-more', height: lowest.height - 1 };
  }
  const added = fetched.filter(({ height }) => height > forkHeight);
  if (added.length === 0) return { kind: 'same' };
  const kept = new Map(stored.filter(({ height }) => height <= forkHeight).map((b) => [b.height, b]));
  const checks = checkHeaders(added, (height) => kept.get(height) ?? lookUp(height));
  const replaced = stored.filter(({ height }) => height > forkHeight);
  if (replaced.length === 0) return { kind: 'extends', forkHeight, added, checks };
  return sumWork(added) > sumWork(replaced)
    ? { kind: 'reorganisation', forkHeight, replaced, added, checks }
    : { kind: 'weaker', forkHeight, added, checks };
}

/** The greatest height at which both chains have the same block, counting the parent of each chain's first block. */
function findFork(stored: readonly KnownBlock[], fetched: readonly KnownBlock[]): number | undefined {
  const storedIds = idsByHeight(stored);
  return [...idsByHeight(fetched)].findLast(([height, id]) => storedIds.get(height) === id)?.[0];
}

function idsByHeight(blocks: readonly KnownBlock[]): ReadonlyMap<number, string> {
  return new Map([
    ...blocks.slice(0, 1).map(({ height, previousId }) => [height - 1, previousId] as const),
    ...blocks.map(({ height, id }) => [height, id] as const),
  ]);
}

function throwUnrelated(bottom: KnownBlock, fetched: readonly KnownBlock[]): never {
  const unrelated = fetched.find(({ height }) => height === bottom.height) ?? fetched.at(-1)!;
  throw new HeaderCheckError('link', unrelated, {
    expected: `a chain that contains stored block ${bottom.height}, ${bottom.id}`,
    found: unrelated.id,
  });
}

function sumWork(blocks: readonly KnownBlock[]): bigint {
  return blocks.reduce((sum, { bits }) => sum + compactToWork(bits), 0n);
}
