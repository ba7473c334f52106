import * as z from 'zod/mini';
import { farms } from '../farms/farms.ts';
import { MODELLED_LENSES, type ModelledLens } from '../geography/modelled-lens.ts';
import { isCountry, isRegion, type PlaceCode, placeName } from '../geography/place.ts';
import { LENSES, type Lens, lensSchema, type SubjectKey } from '../lenses/lens.ts';
import { isKnownSubject, subjectName } from '../lenses/subjects.ts';

/** The lens of a rule: blocks are counted, places modelled, farms announced. */
export const ruleLensSchema = z.enum([...lensSchema.options, ...MODELLED_LENSES, 'farm']);

export type RuleLens = z.output<typeof ruleLensSchema>;

/** All lenses of rules, counted ones first. */
export const RULE_LENSES: readonly RuleLens[] = ruleLensSchema.options;

export function isCounted(lens: RuleLens): lens is Lens {
  return (LENSES as readonly string[]).includes(lens);
}

export function isModelled(lens: RuleLens): lens is ModelledLens {
  return (MODELLED_LENSES as readonly string[]).includes(lens);
}

/** A subject's display name; for a farm's target, the farm's. */
export function ruleSubjectName(lens: RuleLens, key: SubjectKey): string {
  if (isCounted(lens)) return subjectName(lens, key);
  if (isModelled(lens)) return placeName(key as PlaceCode);
  const [farm] = key.split('/');
  return farms.find(({ id }) => id === farm)?.name ?? key;
}

/** Whether a rule can name this subject; for the lens `farm`, a farm, which may have several targets. */
export function isKnownRuleSubject(lens: RuleLens, key: SubjectKey): boolean {
  switch (lens) {
    case 'country':
      return isCountry(key);
    case 'region':
      return isRegion(key);
    case 'farm':
      return farms.some(({ id }) => id === key);
    default:
      return isKnownSubject(lens, key);
  }
}
