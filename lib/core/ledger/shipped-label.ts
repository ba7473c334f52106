/**
 * Who attributed the recorded blocks that the project ships; named in every text that rests on them. It stands apart
 * from them, since those who name it need none of them.
 */
export const SHIPPED_LABELLED_BY = 'mempool.space';
