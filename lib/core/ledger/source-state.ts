import * as z from 'zod/mini';
import type { Parsed } from '../../schema.ts';

/**
 * Why a source is not relied on: `out` (it does not deliver), `unfit` (not usable as it is), `refused` (its data failed
 * a check), `pruned` (it has no blocks as old as needed), `behind` (it lacks blocks that others have), `weaker` (its
 * branch has less work), `disputed` (it names another block and does not show its branch, so the work cannot be
 * compared).
 */
const sourceFaultSchema = z.object({
  kind: z.enum(['out', 'unfit', 'refused', 'pruned', 'behind', 'weaker', 'disputed']),
  reason: z.string(),
});

/** The state of a source of blocks at the newest run. */
export const sourceStateSchema = z.object({
  /** With its address, for the operator. */
  name: z.string(),
  /** Without one, for readers. */
  title: z.string(),
  /** The height of its newest block; null where it did not say. */
  tip: z.nullable(z.int()),
  /** Up to which height its chain is the stored one; null where that is not known. */
  agreed: z.nullable(z.int()),
  fault: z.nullable(sourceFaultSchema),
  /** Whether it has ever given a coinbase that is not in the block: then only proven data from it counts. */
  lied: z.boolean(),
});

export type SourceFault = Parsed<typeof sourceFaultSchema>;
export type SourceState = Parsed<typeof sourceStateSchema>;

/** How many sources have the block at a height that is stored. */
export function witnessesOf(states: readonly SourceState[], height: number): number {
  return states.filter(({ agreed }) => agreed !== null && agreed >= height).length;
}

/** The first source that disputes the stored block at a height; undefined where none does. */
export function disputeOf(states: readonly SourceState[], height: number): SourceState | undefined {
  return states.find(({ fault, agreed }) => fault?.kind === 'disputed' && (agreed ?? -1) < height);
}
