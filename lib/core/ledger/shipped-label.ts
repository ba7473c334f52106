/**
 * Who attributed the recorded blocks that the project ships; named in every text that rests on them. It is a file of
 * its own, since code that names it does not need the blocks.
 */
export const SHIPPED_LABELLED_BY = 'mempool.space';
