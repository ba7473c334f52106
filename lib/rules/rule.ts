import * as z from 'zod/mini';
import type { Lens } from '../lenses/lens.ts';

/** `info` is no severity of a rule: it marks messages that tell no breach. */
export const SEVERITIES = ['notice', 'warning', 'critical', 'emergency'] as const;

export type RuleSeverity = (typeof SEVERITIES)[number];

export const BOUNDS = ['above', 'below', 'atLeast', 'atMost'] as const;

export type BoundKind = (typeof BOUNDS)[number];

/** What a value is compared with: `text` is how the rule wrote it ("1/3"), `value` what it comes to. */
export type Bound = { readonly kind: BoundKind; readonly value: number; readonly text: string };

export const measureSchema = z.enum(['share', 'unknown', 'top-2', 'change', 'hhi', 'nakamoto']);

export type Measure = z.output<typeof measureSchema>;

/** A rule ready to be evaluated: every default filled in. */
export type Rule = {
  readonly id: string;
  /** Rules of one ladder are rungs of one episode; a rule that names none is a ladder of its own. */
  readonly ladder: string;
  readonly lens: Lens;
  /** A subject's key, or `*`: every subject of the lens (the whole, for measures of the whole). */
  readonly subject: string;
  readonly measure: Measure;
  readonly window: number;
  readonly bound: Bound;
  /** Breach from this probability on; null for `nakamoto`, which has none. */
  readonly confidence: number | null;
  /** Clear up to this probability; null for `nakamoto`. */
  readonly clearAt: number | null;
  /** Fires after `m` breaches within `n` closed days; `forDays: d` is d of d in a row. */
  readonly forDays: { readonly m: number; readonly n: number };
  readonly keepFiringDays: number;
  readonly severity: RuleSeverity;
};

/** Whether a measure speaks of the whole lens and not of one subject. */
export function measuresWhole(measure: Measure): boolean {
  return measure !== 'share' && measure !== 'change';
}

/** Whether a bound is crossed upwards. */
export function isUpper({ kind }: Bound): boolean {
  return kind === 'above' || kind === 'atLeast';
}
