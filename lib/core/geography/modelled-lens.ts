/** A way to group hash rate that is modelled: where machines stand. */
export const MODELLED_LENSES = ['country', 'region'] as const;

export type ModelledLens = (typeof MODELLED_LENSES)[number];
