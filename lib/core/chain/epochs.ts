import * as z from 'zod/mini';
import table from '../../../data/epochs.json' with { type: 'json' };
import { parseInput } from '../../schema.ts';
import { requireTarget } from './compact-bits.ts';

/** Blocks from one difficulty adjustment to the next. */
export const EPOCH_BLOCKS = 2016;

/** Target of difficulty 1: 0xffff x 2^208. */
const DIFFICULTY_1_TARGET = Number(0xffffn << 208n);

const { bits: SHIPPED_BITS } = parseInput(
  z.object({ bits: z.array(z.uint32()).check(z.minLength(1)) }),
  table,
  'data/epochs.json',
);

/** The newest difficulty epoch whose target ships with the project. */
export const LAST_SHIPPED_EPOCH = SHIPPED_BITS.length - 1;

/** The difficulty epoch of a height: 0 for heights 0 to 2015, and so on. */
export function epochOf(height: number): number {
  return Math.floor(height / EPOCH_BLOCKS);
}

/** The compact target of an epoch of the main chain; undefined beyond the shipped table. */
export function epochBits(epoch: number): number | undefined {
  return SHIPPED_BITS[epoch];
}

/** Difficulty, as Bitcoin Core reports it. @throws RangeError if the bits encode no valid target. */
export function compactToDifficulty(bits: number): number {
  return DIFFICULTY_1_TARGET / Number(requireTarget(bits));
}
