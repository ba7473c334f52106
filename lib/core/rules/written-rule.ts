import * as z from 'zod/mini';
import { BOUNDS, type Bound, measureSchema, SEVERITIES } from './rule.ts';
import { ruleLensSchema } from './rule-lens.ts';

const FRACTION = /^(\d{1,9})\/([1-9]\d{0,8})$/;

const boundSchema = z.union([
  z.number(),
  z.string().check(z.regex(FRACTION, 'expected a number or a fraction such as "1/3"')),
]);

const wholeFrom = (least: number) => z.int().check(z.minimum(least), z.maximum(365));

const probabilitySchema = z.number().check(z.minimum(0), z.maximum(1));

const idSchema = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens'));

/** The keys of a rule in a rules file; all others are refused. */
export const ruleFields = {
  id: idSchema,
  ladder: z.optional(idSchema),
  lens: ruleLensSchema,
  subject: z.string().check(z.minLength(1)),
  measure: measureSchema,
  /** Required except for `farm-target`. */
  window: z.optional(z.literal([1, 7, 30, 90])),
  above: z.optional(boundSchema),
  below: z.optional(boundSchema),
  atLeast: z.optional(boundSchema),
  atMost: z.optional(boundSchema),
  confidence: z.optional(probabilitySchema),
  clearAt: z.optional(probabilitySchema),
  forDays: z.optional(wholeFrom(1)),
  mOfN: z.optional(z.tuple([wholeFrom(1), wholeFrom(1)])),
  keepFiringDays: z.optional(wholeFrom(0)),
  severity: z.enum(SEVERITIES),
};

export type WrittenRule = z.output<z.ZodMiniObject<typeof ruleFields>>;

/**
 * By default a rule fires at 95% certainty that the bound is crossed, and clears at 95% certainty of the opposite.
 * Clearing at 0.5 would fire again within days whenever a share stays near its bound: ten times a year at one point
 * above it, against less than twice.
 */
export const RULE_DEFAULTS = { confidence: 0.95, clearAt: 0.05 } as const;

/** The bound of a rule; undefined if it has none. */
export function boundOf(written: Partial<WrittenRule>): Bound | undefined {
  const kind = BOUNDS.find((name) => written[name] !== undefined);
  if (kind === undefined) return undefined;
  const bound = written[kind]!;
  return { kind, text: String(bound), value: typeof bound === 'number' ? bound : fractionValue(bound) };
}

function fractionValue(text: string): number {
  const [, numerator, denominator] = FRACTION.exec(text)!;
  return Number(numerator) / Number(denominator);
}
