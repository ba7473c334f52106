import type { SubjectKey } from '../core/lenses/lens.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { expectedRuns, type LongestRuns } from '../core/signals/runs.ts';
import { whole } from './format.ts';

const DAYS_A_YEAR = 365.25;

/** "about 10 times a year", "about once in 4 years". @param aYear expected occurrences a year. */
export function frequencyText(aYear: number): string {
  if (aYear >= 1.5 * DAYS_A_YEAR) return `about ${rounded(aYear / DAYS_A_YEAR)} times a day`;
  if (aYear >= 1.5) return `about ${rounded(aYear)} times a year`;
  const years = rounded(1 / aYear);
  return years === '1' ? 'about once a year' : `about once in ${years} years`;
}

/** "by chance about 10 times a year". */
export function chanceText(length: number, share: number): string {
  return `by chance ${frequencyText(expectedRuns(length, share))}`;
}

/**
 * The longest run, in one line: "Foundry USA (DCG), 7 in a row (by chance about 10 times a year)". Of several equally
 * long runs, the one least likely by chance. Null if there is no run of an owner with a share.
 *
 * @param shareOf an owner's share, which determines the chance of a run; null if it has none.
 */
export function longestRunText(
  runs: LongestRuns,
  shareOf: (owner: SubjectKey) => number | null,
): string | null {
  const [longest] = [...runs]
    .map(([owner, length]) => ({ owner, length, share: shareOf(owner) ?? 0 }))
    .sort((a, b) => b.length - a.length || a.share - b.share || (a.owner < b.owner ? -1 : 1));
  if (longest === undefined || longest.share === 0) return null;
  const { owner, length, share } = longest;
  return `${subjectName('owner', owner)}, ${length} in a row (${chanceText(length, share)})`;
}

/** Two significant digits: no share is known more precisely. */
function rounded(value: number): string {
  return whole(Number(value.toPrecision(2)));
}
