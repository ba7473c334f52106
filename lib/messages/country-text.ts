import type { Lens, SubjectKey } from '../core/lenses/lens.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { ruleSubjectName } from '../core/rules/rule-lens.ts';

const WITH_ARTICLE: ReadonlySet<string> = new Set(
  'AE AX BS CC CF CK DO FK FO GB GM IM KM KY MH MP MV NL PH SB TC US VG VI'.split(' '),
);

/** A country inside a sentence: "the United States". */
export function countryText(code: string): string {
  const name = subjectName('operator-country', code);
  return WITH_ARTICLE.has(code) ? `the ${name}` : name;
}

/** A subject's name inside a sentence; countries as `countryText` has them. */
export function nameInSentence(lens: Lens, key: SubjectKey): string {
  return lens === 'operator-country' ? countryText(key) : subjectName(lens, key);
}

/** A country or a region inside a sentence. */
export function placeText(code: string): string {
  return WITH_ARTICLE.has(code) ? countryText(code) : ruleSubjectName('region', code);
}
