import * as z from 'zod/mini';
import type { Parsed } from '../../schema.ts';
import type { RuleLens } from './rule-lens.ts';

/** Excludes `info`, which marks messages about no breach. */
export const SEVERITIES = ['notice', 'warning', 'critical', 'emergency'] as const;

export const ruleSeveritySchema = z.enum(SEVERITIES);

export type RuleSeverity = z.output<typeof ruleSeveritySchema>;

/** Rank of a severity, to compare. */
export function rankOf({ severity }: { readonly severity: RuleSeverity }): number {
  return SEVERITIES.indexOf(severity);
}

export const BOUNDS = ['above', 'below', 'atLeast', 'atMost'] as const;

export type BoundKind = (typeof BOUNDS)[number];

/** The bound a value is compared with: `text` as written in the rule ("1/3"), `value` as a number. */
export const boundSchema = z.object({ kind: z.enum(BOUNDS), value: z.number(), text: z.string() });

export type Bound = Parsed<typeof boundSchema>;

export const measureSchema = z.enum([
  'share',
  'unknown',
  'top-2',
  'change',
  'hhi',
  'nakamoto',
  'farm-target',
]);

export type Measure = z.output<typeof measureSchema>;

/** A rule ready to be evaluated, with every default filled in. */
export type Rule = {
  readonly id: string;
  /** Rules of one ladder are rungs of one episode; a rule that names none is its own ladder. */
  readonly ladder: string;
  readonly lens: RuleLens;
  /** A subject's key, or `*`: every subject of the lens (the whole, for measures of the whole). */
  readonly subject: string;
  readonly measure: Measure;
  readonly window: number;
  /** For `farm-target`, which has none of its own: at least 1, `due`, or 2, `missed`. */
  readonly bound: Bound;
  /** Breach from this probability on; null for `nakamoto` and `farm-target`, which have none. */
  readonly confidence: number | null;
  /** Clear up to this probability; null likewise. */
  readonly clearAt: number | null;
  /** Fires after `m` breaches within `n` closed days; `forDays: d` means d of d. */
  readonly forDays: { readonly m: number; readonly n: number };
  readonly keepFiringDays: number;
  readonly severity: RuleSeverity;
};

/** Whether a measure is about the whole lens rather than one subject. */
export function measuresWhole(measure: Measure): boolean {
  return measure !== 'share' && measure !== 'change' && measure !== 'farm-target';
}

/** Whether a measure comes with a probability. */
export function hasProbability(measure: Measure): boolean {
  return measure !== 'nakamoto' && measure !== 'farm-target';
}

/** Whether a bound is crossed upwards. */
export function isUpper({ kind }: Bound): boolean {
  return kind === 'above' || kind === 'atLeast';
}
