import type { SubjectKey } from '../lenses/lens.ts';
import type { WindowCount } from '../shares/window.ts';
import { type Reading, readMeasure } from './measure.ts';
import type { Rule } from './rule.ts';

/**
 * What one rule says of one subject on one day. `breach`: surely enough beyond the bound; `clear`: surely
 * enough not; `uncertain`: in between; `no-data`: the windows it needs miss a day, or hold no block.
 */
export type Finding =
  | { readonly kind: 'breach' | 'clear' | 'uncertain'; readonly reading: Reading }
  | { readonly kind: 'no-data' };

/** The windows a rule looks at: the one that ends on the day, and the one of the same length before it. */
export type Windows = { readonly now: WindowCount; readonly before: WindowCount };

/** Evaluates a rule for one subject. The answer depends on nothing but the counts and the rule. */
export function evaluateRule(rule: Rule, subject: SubjectKey, { now, before }: Windows): Finding {
  const needed = rule.measure === 'change' ? [now, before] : [now];
  if (needed.some(({ missingDays, blocks }) => missingDays > 0 || blocks === 0)) return { kind: 'no-data' };
  const reading = readMeasure(rule, subject, now, before);
  return { kind: judge(rule, reading), reading };
}

function judge(
  { confidence, clearAt }: Rule,
  { probability, beyond }: Reading,
): 'breach' | 'clear' | 'uncertain' {
  if (probability === null || confidence === null || clearAt === null) return beyond ? 'breach' : 'clear';
  if (probability >= confidence) return 'breach';
  return probability <= clearAt ? 'clear' : 'uncertain';
}
