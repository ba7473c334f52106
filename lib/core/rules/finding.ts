import { assertNever } from '../../errors.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import { type Reading, readFarmTarget, readMeasure, readPlace } from './measure.ts';
import type { Observation } from './observation.ts';
import type { Rule } from './rule.ts';

/**
 * A rule's finding for one subject on one day. `breach`: surely beyond the bound; `clear`: surely not; `uncertain`: in
 * between; `no-data`: its windows miss a day or have no block, or the modelled figure is missing or stale.
 */
export type Finding =
  | { readonly kind: 'breach' | 'clear' | 'uncertain'; readonly reading: Reading }
  | { readonly kind: 'no-data' };

/** Evaluates a rule for one subject; a pure function of its arguments. */
export function evaluateRule(rule: Rule, subject: SubjectKey, observation: Observation): Finding {
  const reading = readSubject(rule, subject, observation);
  return reading === null ? { kind: 'no-data' } : { kind: kindOf(rule, reading), reading };
}

function readSubject(rule: Rule, subject: SubjectKey, observation: Observation): Reading | null {
  switch (observation.kind) {
    case 'counted': {
      const { now, before } = observation;
      const needed = rule.measure === 'change' ? [now, before] : [now];
      if (needed.some((count) => count === null || count.missingDays > 0 || count.blocks === 0)) return null;
      return readMeasure(rule, subject, now, before);
    }
    case 'modelled':
      return readPlace(rule, subject, observation.nowcast);
    case 'announced':
      return readFarmTarget(rule, observation.targets.get(subject));
    default:
      return assertNever(observation);
  }
}

function kindOf(
  { confidence, clearAt }: Rule,
  { probability, beyond }: Reading,
): 'breach' | 'clear' | 'uncertain' {
  if (probability === null || confidence === null || clearAt === null) return beyond ? 'breach' : 'clear';
  if (probability >= confidence) return 'breach';
  return probability <= clearAt ? 'clear' : 'uncertain';
}
