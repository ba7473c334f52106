import * as z from 'zod/mini';
import type { Parsed } from '../../schema.ts';

/**
 * Why a source is not relied on: `out` (delivers nothing), `unfit` (unusable as it is), `refused` (its data failed
 * a check), `pruned` (lacks blocks as old as needed), `behind` (lacks blocks that others have), `weaker` (its branch
 * has less work), `disputed` (has another block but does not show its branch, so the work cannot be compared).
 */
const sourceFaultSchema = z.object({
  kind: z.enum(['out', 'unfit', 'refused', 'pruned', 'behind', 'weaker', 'disputed']),
  reason: z.string(),
});

/** State of a block source as of the newest run. */
export const sourceStateSchema = z.object({
  /** With the address, for the operator. */
  name: z.string(),
  /** Without the address, for readers. */
  title: z.string(),
  /** Height of its newest block; null if it did not say. */
  tip: z.nullable(z.int()),
  /** Height up to which its chain matches the stored one; null if unknown. */
  agreed: z.nullable(z.int()),
  fault: z.nullable(sourceFaultSchema),
  /** Whether it ever reported a coinbase that is not in the block; from then on only proven data from it counts. */
  lied: z.boolean(),
});

export type SourceFault = Parsed<typeof sourceFaultSchema>;
export type SourceState = Parsed<typeof sourceStateSchema>;

/** How many sources have the stored block at a height. */
export function witnessesOf(states: readonly SourceState[], height: number): number {
  return states.filter(({ agreed }) => agreed !== null && agreed >= height).length;
}

/** The first source that disputes the stored block at a height; undefined if none does. */
export function disputeOf(states: readonly SourceState[], height: number): SourceState | undefined {
  return states.find(({ fault, agreed }) => fault?.kind === 'disputed' && (agreed ?? -1) < height);
}
