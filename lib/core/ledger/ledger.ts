import type { EvidenceLevel } from '../chain/raw-block.ts';
import type { PoolId } from '../pools/pool-id.ts';
import type { UtcDay } from './utc-day.ts';

/** How many blocks stand at each evidence level. */
export type Evidence = Readonly<Record<EvidenceLevel, number>>;

/** Whence a day's blocks come: `recorded` = labelled by somebody else and shipped; `live` = fetched, verified and attributed by us. */
export type DaySource = 'recorded' | 'live';

/** What one UTC day's blocks come to, by header time. */
export type DayCount = {
  readonly day: UtcDay;
  readonly blocks: number;
  /** Smallest and largest height dated to the day: a day's blocks need not be contiguous. */
  readonly firstHeight: number;
  readonly lastHeight: number;
  /** Blocks per pool, `unknown` among them; the values sum to `blocks`. */
  readonly pools: ReadonlyMap<PoolId, number>;
  /** Blocks per compact target; blocks whose target nobody knows are left out. */
  readonly bits: ReadonlyMap<number, number>;
  readonly evidence: Evidence;
  /** Verified blocks on which tags and addresses spoke for different pools. */
  readonly conflicts: number;
  /** Verified blocks whose difficulty could not be checked against what consensus allows. */
  readonly uncheckedBits: number;
};

/**
 * One day of the ledger. `closed`: counted, and consensus forbids another block in it. `missing`: nobody
 * has counted it. `reopened`: was closed, until a reorganisation replaced blocks of it.
 */
export type LedgerDay =
  | {
      readonly kind: 'closed';
      readonly day: UtcDay;
      readonly count: DayCount;
      readonly source: DaySource;
      /** Version of the registry that attributed the blocks; null where somebody else did. */
      readonly registry: string | null;
      /** 1 when first closed; one more with each correction. */
      readonly revision: number;
    }
  | { readonly kind: 'missing'; readonly day: UtcDay }
  | { readonly kind: 'reopened'; readonly day: UtcDay; readonly revision: number };

export type ClosedDay = Extract<LedgerDay, { kind: 'closed' }>;

/** Ledger days without a gap, by ascending day; a day nobody counted is there as `missing`. */
export type Ledger = readonly LedgerDay[];

export const NO_EVIDENCE: Evidence = { labelled: 0, header: 0, merkle: 0 };

export function addEvidence(a: Evidence, b: Evidence): Evidence {
  return { labelled: a.labelled + b.labelled, header: a.header + b.header, merkle: a.merkle + b.merkle };
}
