import type { CoinbaseProof } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';

/** The block that ends a chain. */
export type ChainTip = { readonly height: number; readonly id: string };

/**
 * Where raw blocks come from: a block explorer or a node. Every call ends with a SourceError when the
 * source does not deliver, with a HeaderCheckError when it delivers something that is not the block it
 * claims to be, and with the signal's reason when the caller gives up.
 */
export type BlockSource = {
  /** How the source is named in errors and texts, with its address but without credentials. */
  readonly name: string;
  /** How it is named to readers, who need no address. */
  readonly title: string;
  /** Blocks of a page, where there are so many. */
  readonly pageLength: number;
  /** The newest block the source knows; unverified. */
  tip(signal?: AbortSignal): Promise<ChainTip>;
  /**
   * A page of consecutive blocks, ascending; the last one is at `height`, how many lie below it is up to
   * the source (at least one in all). Their headers have passed the checks among themselves; link and bits
   * to blocks outside the page are the caller's to check. Coinbases that the source tells with the proof
   * only are null; a node's blocks come proven.
   */
  blocksDownFrom(height: number, signal?: AbortSignal): Promise<readonly RawBlock[]>;
  /**
   * Branches that lost against the source's chain, whose blocks it has and found no fault with: each ascending, from
   * the block above the fork on. Explorers do not tell them.
   *
   * @param from lowest height that is of interest for their ends.
   * @param isKept whether the block at the end of one needs no telling.
   */
  lostBranches?(
    from: number,
    isKept: (id: string) => boolean,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RawBlock[])[]>;
  /** The coinbase transaction of a block and its Merkle branch; unverified. */
  coinbaseProof(id: string, signal?: AbortSignal): Promise<CoinbaseProof>;
};

/**
 * Why a source did not deliver: `unreachable` (no connection, or it broke off), `timeout`, `status` (it
 * said no), `not-json`, `shape` (JSON, but not what was asked for), `absent` (it has no such blocks), `unfit`
 * (as it stands no source of blocks: locked, of another network, not synchronised).
 */
export type SourceFailure = 'unreachable' | 'timeout' | 'status' | 'not-json' | 'shape' | 'absent' | 'unfit';

/** A source that did not deliver. `retryable` says whether the same request may succeed later. */
export class SourceError extends Error {
  readonly source: string;
  readonly what: SourceFailure;
  readonly retryable: boolean;
  /** HTTP status, where the source said no. */
  readonly status: number | undefined;
  /** How long the source asked to be left alone, in milliseconds. */
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

  /** Whether the service answered at all, be it with a no or with nonsense. */
  get reached(): boolean {
    return this.what !== 'unreachable' && this.what !== 'timeout';
  }
}
