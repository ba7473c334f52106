import type { CoinbaseProof } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';

/** A block with its coinbase, proven or as a source gave it. */
export type CompleteBlock = RawBlock & { readonly coinbaseScript: string };

/** The newest block of a chain. */
export type ChainTip = { readonly height: number; readonly id: string };

/**
 * Where raw blocks come from: a block explorer or a node. Calls end with a SourceError when it does not deliver, with a
 * HeaderCheckError when a block is not what it claims to be, and with the signal's reason when the caller gives up.
 */
export type BlockSource = {
  /** The source's name in errors and texts, with its address but without credentials. */
  readonly name: string;
  /** Its name for readers, who need no address. */
  readonly title: string;
  /** The number of blocks of a full page. */
  readonly pageLength: number;
  /** The newest block the source knows; unverified. */
  tip(signal?: AbortSignal): Promise<ChainTip>;
  /**
   * Consecutive blocks, ascending, at least one; the last is at `height`. Their headers have passed the checks among
   * themselves; the caller checks link and bits against blocks outside the page. Coinbases that do not come with the page
   * are null; a node's blocks come proven.
   */
  blocksDownFrom(height: number, signal?: AbortSignal): Promise<readonly RawBlock[]>;
  /**
   * Branches that lost against the source's chain, found without fault: each ascending from the block above the fork.
   * Explorers do not know them. `from`: the lowest height of interest for their ends; `isKept`: whether the block at
   * the end of one is known already.
   */
  lostBranches?(
    from: number,
    isKept: (id: string) => boolean,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RawBlock[])[]>;
  /** What the source says of a coinbase that it did not give with its page, where that costs less than the proof. */
  coinbase?(
    block: Pick<RawBlock, 'id' | 'height'>,
    signal?: AbortSignal,
  ): Promise<Pick<CompleteBlock, 'coinbaseScript' | 'payouts'>>;
  /** The coinbase transaction of a block and its Merkle branch; unverified. */
  coinbaseProof(block: Pick<RawBlock, 'id' | 'height'>, signal?: AbortSignal): Promise<CoinbaseProof>;
};

/**
 * Why a source did not deliver: `unreachable` (no connection, or it broke), `timeout`, `status` (it refused),
 * `not-json`, `shape` (JSON, but not what was expected), `absent` (it has no such blocks), `pruned` (it no longer has
 * blocks so old), `unfit` (not usable as it is: locked, of another network, not synchronised).
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

/** A source that did not deliver. `retryable` says whether the same request may succeed later. */
export class SourceError extends Error {
  readonly source: string;
  readonly what: SourceFailure;
  readonly retryable: boolean;
  /** The HTTP status of a refusal. */
  readonly status: number | undefined;
  /** The pause that the source asked for, in milliseconds. */
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
    super(`${fields.source}: ${text}`, { cause: fields.cause });
    this.name = 'SourceError';
    this.source = fields.source;
    this.what = what;
    this.retryable = fields.retryable;
    this.status = fields.status;
    this.retryAfterMs = fields.retryAfterMs;
  }

  /** The same failure, with what to do about it. */
  advised(advice: string): SourceError {
    const { what, message, source, retryable, status, retryAfterMs, cause } = this;
    const text = `${message.slice(`${source}: `.length)}; ${advice}`;
    const fields = { source, retryable, retryAfterMs, cause, ...(status !== undefined && { status }) };
    return new SourceError(what, text, fields);
  }

  /** Whether the service answered at all, even with a refusal or nonsense. */
  get reached(): boolean {
    return this.what !== 'unreachable' && this.what !== 'timeout';
  }
}
