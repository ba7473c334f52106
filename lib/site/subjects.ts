import { OTHER } from '../core/geography/carried-world.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Lens } from '../core/lenses/lens.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { cachedThroughLens, countWindow, WEEK } from '../core/shares/window.ts';
import { countOf, hasShare, type LatestFigures, PAGE_WINDOW, placeOf } from '../daily/figures.ts';
import type { ReportInput } from '../daily/report-input.ts';
import type { MachineRow } from './open-data/history.ts';

/** A subject that ever held this share of a week has a page. */
const LARGE = 0.05;

/** A subject with its own page, and its largest weekly share. */
export type PageSubject = {
  readonly key: string;
  readonly name: string;
  readonly most: {
    readonly share: number;
    readonly day: UtcDay;
    /** What of a country it is a share of; null for pools and owners. */
    readonly of: 'operators' | 'machines' | null;
  };
};

/** Subjects with their own page, in descending order of their largest week. */
export type PageSubjects = Readonly<Record<'owner' | 'pool' | 'country', readonly PageSubject[]>>;

/**
 * Finds every owner, pool and country (by operators, counted, or by machines, modelled) that ever held 5% of a week or
 * has a share in the latest window.
 */
export function pageSubjects(
  input: ReportInput,
  figures: LatestFigures,
  machines: readonly MachineRow[],
): PageSubjects {
  const countries: Most = new Map();
  for (const [day, key, , , share] of machines)
    if (key !== OTHER) keepLarger(countries, key, { share, day, of: 'machines' });
  for (const [key, most] of mostOf(input, 'operator-country'))
    keepLarger(countries, key, { ...most, of: 'operators' });
  return {
    owner: largest(mostOf(input, 'owner'), 'owner', figures),
    pool: largest(mostOf(input, 'pool'), 'pool', figures),
    country: largest(countries, 'operator-country', figures),
  };
}

type Most = Map<string, PageSubject['most']>;

function mostOf({ ledger, knowledge }: ReportInput, lens: Lens): Most {
  const through = cachedThroughLens(ledger, lens, knowledge);
  const most: Most = new Map();
  for (const { day } of ledger) {
    const { counts, blocks, missingDays } = countWindow(through, day, WEEK);
    if (missingDays === 0)
      for (const [key, count] of counts) keepLarger(most, key, { share: count / blocks, day, of: null });
  }
  return most;
}

function keepLarger(most: Most, key: string, one: PageSubject['most']): void {
  if (one.share > (most.get(key)?.share ?? 0)) most.set(key, one);
}

function largest(most: Most, lens: Lens, figures: LatestFigures): readonly PageSubject[] {
  const { counts } = countOf(figures, lens, PAGE_WINDOW);
  const isShown = (key: string) => {
    const place = lens === 'operator-country' ? placeOf(figures.machines, key) : undefined;
    return counts.has(key) || (place !== undefined && hasShare(place));
  };
  return [...most]
    .filter(([key, { share }]) => share >= LARGE || isShown(key))
    .map(([key, one]) => ({ key, name: subjectName(lens, key), most: one }))
    .sort((a, b) => b.most.share - a.most.share || (a.key < b.key ? -1 : 1));
}
