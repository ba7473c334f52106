import * as z from 'zod/mini';
import type { Parsed } from '../../schema.ts';

/**
 * Why a source is not relied on: `out` (it does not deliver), `unfit` (as it stands it is no source), `refused` (what
 * it told failed a check), `weaker` (it follows a branch with less work), `disputed` (it names another block and does
 * not show its branch, so that nobody can tell which has more work).
 */
const sourceFaultSchema = z.object({
  kind: z.enum(['out', 'unfit', 'refused', 'weaker', 'disputed']),
  reason: z.string(),
});

/** What the newest look at a source of blocks came to. */
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
  /** Whether it ever told a coinbase that is not in the block: nothing of it counts that is not proven. */
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
