/** Modelled ways to group hash rate, by where machines are. */
export const MODELLED_LENSES = ['country', 'region'] as const;

export type ModelledLens = (typeof MODELLED_LENSES)[number];

/** The error for any other window. */
export const WEEK_ONLY = "expected 7: machines are modelled by the network's hash rate over 7 days";
