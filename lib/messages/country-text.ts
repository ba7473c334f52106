import { subjectName } from '../core/lenses/subjects.ts';
import { ruleSubjectName } from '../core/rules/rule-lens.ts';

const WITH_ARTICLE: ReadonlySet<string> = new Set(['AE', 'GB', 'NL', 'PH', 'US']);

/** A country inside a sentence: "the United States". */
export function countryText(code: string): string {
  const name = subjectName('operator-country', code);
  return WITH_ARTICLE.has(code) ? `the ${name}` : name;
}

/** A country or a region inside a sentence. */
export function placeText(code: string): string {
  return WITH_ARTICLE.has(code) ? countryText(code) : ruleSubjectName('region', code);
}
