import type { CoinbaseProof } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { beginningOf } from '../errors.ts';

/** A block with its coinbase, proven or as the source reported it. */
export type CompleteBlock = RawBlock & { readonly coinbaseScript: string };

export type ChainTip = { readonly height: number; readonly id: string };

/**
 * A source of raw blocks: a block explorer or a node. Calls reject with a SourceError if it fails to deliver, a
 * HeaderCheckError if a block is not what it claims to be, and the signal's reason if aborted.
 */
export type BlockSource = {
  /** Name for errors and logs: includes the address, never credentials. */
  readonly name: string;
  /** Name for readers, without the address. */
  readonly title: string;
  /** Blocks in a full page. */
  readonly pageLength: number;
  /** The newest block the source knows; unverified. */
  tip(signal?: AbortSignal): Promise<ChainTip>;
  /**
   * One or more consecutive blocks, ascending, ending at `height`. Their headers are checked within the page; the
   * caller checks link and bits against blocks outside it. Coinbases the source does not include are null; a node's
   * blocks come proven.
   */
  blocksDownFrom(height: number, signal?: AbortSignal): Promise<readonly RawBlock[]>;
  /**
   * Valid branches that lost against the source's chain, each ascending from the block above the fork; explorers have
   * none. `from`: the lowest height a branch must reach; `isKept`: whether the block at its tip is already stored.
   */
  lostBranches?(
    from: number,
    isKept: (id: string) => boolean,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RawBlock[])[]>;
  /** A coinbase that did not come with the page, unproven, if that is cheaper than fetching the proof. */
  coinbase?(
    block: Pick<RawBlock, 'id' | 'height'>,
    signal?: AbortSignal,
  ): Promise<Pick<CompleteBlock, 'coinbaseScript' | 'payouts'>>;
  /** The coinbase transaction of a block and its Merkle branch; unverified. */
  coinbaseProof(block: Pick<RawBlock, 'id' | 'height'>, signal?: AbortSignal): Promise<CoinbaseProof>;
};

/**
 * Why a source failed: `unreachable` (no connection, or it dropped), `timeout`, `status` (HTTP error), `not-json`,
 * `shape` (unexpected JSON), `absent` (no such blocks), `pruned` (blocks that old are gone), `unfit` (unusable as it
 * is: locked, on another network, not synchronised).
 */
export type SourceFailure =
  | 'unreachable'
  | 'timeout'
  | 'status'
  | 'not-json'
  | 'shape'
  | 'absent'
  | 'pruned'
  | 'unfit';

/** Characters kept of a message: a malformed answer may have thousands of faults, and the message is stored. */
const MAX_MESSAGE = 2_000;

/** A source failed to deliver. `retryable`: the same request may succeed later. */
export class SourceError extends Error {
  readonly source: string;
  readonly what: SourceFailure;
  readonly retryable: boolean;
  /** HTTP status, if the source answered with an error. */
  readonly status: number | undefined;
  /** Milliseconds the source asked us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    what: SourceFailure,
    text: string,
    fields: {
      readonly source: string;
      readonly retryable: boolean;
      readonly status?: number;
      readonly retryAfterMs?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(`${fields.source}: ${beginningOf(text, MAX_MESSAGE)}`, { cause: fields.cause });
    this.name = 'SourceError';
    this.source = fields.source;
    this.what = what;
    this.retryable = fields.retryable;
    this.status = fields.status;
    this.retryAfterMs = fields.retryAfterMs;
  }

  /** Returns the same failure with advice appended to its message. */
  advised(advice: string): SourceError {
    const { what, message, source, retryable, status, retryAfterMs, cause } = this;
    const text = `${message.slice(`${source}: `.length)}; ${advice}`;
    const fields = { source, retryable, retryAfterMs, cause, ...(status !== undefined && { status }) };
    return new SourceError(what, text, fields);
  }

  /** Whether the source answered at all, even with an error or garbage. */
  get reached(): boolean {
    return this.what !== 'unreachable' && this.what !== 'timeout';
  }
}
