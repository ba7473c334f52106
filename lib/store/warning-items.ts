import * as z from 'zod/mini';
import { transitionSchema } from '../core/warnings/episode.ts';

// The second form lacks the number of unknown blocks.
export const secondTransitionSchema = z.pipe(
  z.omit(transitionSchema, { unknown: true }),
  z.transform((item) => ({ ...item, unknown: null })),
);

// The first form also lacks `isOpen`: every episode was open until it was resolved.
export const firstTransitionSchema = z.pipe(
  z.extend(z.omit(transitionSchema, { unknown: true }), { isOpen: z.optional(z.boolean()) }),
  z.transform((item) => ({ ...item, unknown: null, isOpen: item.isOpen ?? item.kind !== 'resolved' })),
);
