import type { UtcDay } from './utc-day.ts';

// Separate from the shipped ledger, so that importing these does not load its days.

/** Who attributed the recorded blocks; shown in every text based on them. */
export const SHIPPED_LABELLED_BY = 'mempool.space';

/** The first recorded day. Earlier days can be filled and queried, but change nothing in the daily messages. */
export const FIRST_RECORDED_DAY = '2020-01-01' as UtcDay;

/** The day of the genesis block. */
export const GENESIS_DAY = '2009-01-03' as UtcDay;
