import * as z from 'zod/mini';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { BOUNDS, measureSchema, SEVERITIES } from '../core/rules/rule.ts';
import { ruleLensSchema } from '../core/rules/rule-lens.ts';

const fraction = z.nullable(z.number());
const count = z.int().check(z.nonnegative());

const rungSchema = z.object({
  kind: z.enum(['normal', 'pending', 'firing', 'recovering']),
  breaches: z.array(z.boolean()),
  clearDays: count,
});

const noteSchema = z.object({
  kind: z.enum(['basis-changed', 'corrected']),
  day: utcDaySchema,
  days: z.array(utcDaySchema),
  came: z.array(z.string()),
  went: z.array(z.string()),
});

export const progressSchema = z.object({
  revision: count,
  through: utcDaySchema,
  quietThrough: utcDaySchema,
  states: z.array(
    z.object({
      ladder: z.string(),
      subject: z.string(),
      rungs: z.array(rungSchema),
      since: z.nullable(utcDaySchema),
    }),
  ),
  ground: z.object({ tables: z.string(), rules: z.string(), ledger: z.string() }),
  notes: z.array(noteSchema),
});

/** Who crossed what. */
export const crossingFields = {
  lens: ruleLensSchema,
  measure: measureSchema,
  window: count,
  bound: z.object({ kind: z.enum(BOUNDS), value: z.number(), text: z.string() }),
  subject: z.string(),
  holders: z.array(z.string()),
};

export const transitionSchema = z.pipe(
  z.object({
    ...crossingFields,
    id: z.string(),
    day: utcDaySchema,
    rule: z.string(),
    ladder: z.string(),
    kind: z.enum(['fired', 'escalated', 'eased', 'resolved', 'basis-changed']),
    severity: z.enum(SEVERITIES),
    value: z.nullable(z.number()),
    blocks: z.nullable(count),
    total: count,
    share: fraction,
    low: fraction,
    high: fraction,
    probability: fraction,
    since: utcDaySchema,
    isOpen: z.optional(z.boolean()),
  }),
  // Items of the first version say nothing of it: there, every episode was open until it was resolved.
  z.transform((item) => ({ ...item, isOpen: item.isOpen ?? item.kind !== 'resolved' })),
);

/** All transitions of one day: few, and always read together. */
export const transitionsItemSchema = z.object({ transitions: z.array(transitionSchema) });
