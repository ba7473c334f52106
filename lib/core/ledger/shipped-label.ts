import type { UtcDay } from './utc-day.ts';

/** Facts about the recorded days, in a file of their own: code that names them does not need the days. */

/** Who attributed the recorded blocks; named in every text that rests on them. */
export const SHIPPED_LABELLED_BY = 'mempool.space';

/** The first recorded day. Earlier days can be filled and asked about, and change nothing in the daily messages. */
export const FIRST_RECORDED_DAY = '2020-01-01' as UtcDay;

/** The day of the first block of all. */
export const GENESIS_DAY = '2009-01-03' as UtcDay;
