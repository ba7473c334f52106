/** A way to group hash rate that is modelled: where machines stand. */
export const MODELLED_LENSES = ['country', 'region'] as const;

export type ModelledLens = (typeof MODELLED_LENSES)[number];

/** Why no other window will do. */
export const WEEK_ONLY = "expected 7: machines are modelled by the network's hash rate over 7 days";
