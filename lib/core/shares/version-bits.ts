import { isVerified, type StoredBlock } from '../ledger/block.ts';
import type { PoolId } from '../pools/pool-id.ts';
import { type Interval, jeffreysInterval } from './interval.ts';

/** Versions whose three highest bits are 001 signal with the other 29 (BIP 9). */
const TOP_BITS = 0b001;
export const SIGNAL_BITS = 29;

/** Miners may roll bits from this one on as a nonce (BIP 320). */
export const FIRST_ROLLED_BIT = 13;

/** How many of a set of blocks signal, with the 95% interval of their share. */
export type Signalling = Interval & {
  readonly blocks: number;
  readonly signalling: number;
  readonly share: number;
};

/**
 * The share of blocks that signal a bit (0 to 28), overall and by pool, largest pool first. Blocks without a known
 * header are excluded; a set bit in the rolled range need not be a vote.
 */
export function countSignals(blocks: readonly StoredBlock[], bit: number) {
  const known = blocks.flatMap((block) =>
    isVerified(block) && block.version !== undefined ? [{ pool: block.pool, version: block.version }] : [],
  );
  const byPool = Map.groupBy(known, ({ pool }) => pool);
  return {
    ...signallingOf(known, bit),
    pools: [...byPool]
      .map(([pool, own]): Signalling & { readonly pool: PoolId } => ({ pool, ...signallingOf(own, bit) }))
      .sort((a, b) => b.blocks - a.blocks || (a.pool < b.pool ? -1 : 1)),
  };
}

function signallingOf(blocks: readonly { readonly version: number }[], bit: number): Signalling {
  const signalling = blocks.filter(({ version }) => signals(version, bit)).length;
  const share = blocks.length === 0 ? 0 : signalling / blocks.length;
  return { blocks: blocks.length, signalling, share, ...jeffreysInterval(signalling, blocks.length) };
}

function signals(version: number, bit: number): boolean {
  return version >>> SIGNAL_BITS === TOP_BITS && ((version >>> bit) & 1) === 1;
}
