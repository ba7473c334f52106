import { compactToTarget, hexOfBits } from './compact-bits.ts';
import { EPOCH_BLOCKS, epochBits, epochOf } from './epochs.ts';
import { idOfHeader, parseHeader } from './header.ts';
import { HeaderCheckError } from './header-check-error.ts';
import type { RawBlock } from './raw-block.ts';
import { isMainnetBits, isPossibleAdjustment, nextEpochBits } from './retarget.ts';

/** `not-checkable`: a header that the check needs is unknown. It does not count as passed. */
type CheckResult = 'passed' | 'not-checkable';

/** Results of the checks on one block that may lack a header; a failed check throws instead. */
export type HeaderChecks = {
  readonly link: CheckResult;
  readonly bits: CheckResult;
};

/** The fields of a verified block that the checks need. */
export type KnownBlock = Pick<RawBlock, 'id' | 'height' | 'previousId' | 'time' | 'bits'>;

/** Returns the verified block at a height of the chain that the checked blocks claim to extend. */
export type BlockLookup = (height: number) => KnownBlock | undefined;

type BlockWithHeader = Pick<RawBlock, 'id' | 'height' | 'header'>;

/**
 * Checks the headers of consecutive blocks (ascending) against each other and the known blocks around them: `hash`,
 * `target`, `link`, `bits`, lowest block first. Returns one result per block.
 *
 * @throws HeaderCheckError of the first check that fails.
 */
export function checkHeaders(
  blocks: readonly BlockWithHeader[],
  lookUp: BlockLookup = () => undefined,
): readonly HeaderChecks[] {
  const checked = new Map<number, KnownBlock>();
  const below: BlockLookup = (height) => checked.get(height) ?? lookUp(height);
  return blocks.map((block, index): HeaderChecks => {
    checkHash(block);
    const header = { ...parseHeader(block.header), id: block.id, height: block.height };
    checkTarget(header);
    const above = index === blocks.length - 1 ? lookUp(block.height + 1) : undefined;
    const link = checkLink(header, below(block.height - 1), above);
    const bits = checkBits(header, below, above);
    checked.set(header.height, header);
    return { link, bits };
  });
}

function checkHash(block: BlockWithHeader): void {
  const found = idOfHeader(block.header);
  if (found !== block.id) {
    throw new HeaderCheckError('hash', block, { expected: `a header that hashes to ${block.id}`, found });
  }
}

function checkTarget(block: KnownBlock): void {
  const target = compactToTarget(block.bits);
  if (target === undefined || BigInt(`0x${block.id}`) > target) {
    const expected = `a hash that meets its own bits ${hexOfBits(block.bits)}`;
    throw new HeaderCheckError('target', block, { expected, found: block.id });
  }
}

function checkLink(
  block: KnownBlock,
  below: KnownBlock | undefined,
  above: KnownBlock | undefined,
): CheckResult {
  if (below !== undefined && block.previousId !== below.id) {
    const expected = `a header that follows ${below.id}`;
    throw new HeaderCheckError('link', block, { expected, found: block.previousId });
  }
  if (above !== undefined && above.previousId !== block.id) {
    const expected = `${above.previousId}, which the block above follows`;
    throw new HeaderCheckError('link', block, { expected, found: block.id });
  }
  return below === undefined ? 'not-checkable' : 'passed';
}

function checkBits(block: KnownBlock, below: BlockLookup, above: KnownBlock | undefined): CheckResult {
  const expected = expectedBits(block.height, below);
  if (expected !== undefined) {
    requireBits(block, block.bits === expected, hexOfBits(expected));
    return 'passed';
  }
  const isFirst = block.height % EPOCH_BLOCKS === 0;
  const last = below(block.height - 1)?.bits;
  if (last !== undefined && !isFirst) {
    requireBits(block, block.bits === last, `${hexOfBits(last)} as in the block below`);
  }
  if (last !== undefined && isFirst && isMainnetBits(last)) {
    const isPossible = isPossibleAdjustment(last, block.bits);
    requireBits(block, isPossible, `at most a fourfold change from ${hexOfBits(last)}`);
  }
  if (above !== undefined && epochOf(above.height) === epochOf(block.height)) {
    requireBits(block, block.bits === above.bits, `${hexOfBits(above.bits)} as in the block above`);
  }
  return 'not-checkable';
}

function requireBits(block: KnownBlock, holds: boolean, expected: string): void {
  if (!holds) throw new HeaderCheckError('bits', block, { expected, found: hexOfBits(block.bits) });
}

/** The shipped target of the height's epoch, or the adjustment computed from the previous epoch. */
function expectedBits(height: number, known: BlockLookup): number | undefined {
  const shipped = epochBits(epochOf(height));
  if (shipped !== undefined) return shipped;
  const start = epochOf(height) * EPOCH_BLOCKS;
  const first = known(start - EPOCH_BLOCKS);
  const last = known(start - 1);
  if (first === undefined || last === undefined) return undefined;
  // Only test networks have easier bits, and they adjust by other rules.
  return isMainnetBits(last.bits) ? nextEpochBits(last.bits, first.time, last.time) : undefined;
}
