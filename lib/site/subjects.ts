import { createNowcaster } from '../core/geography/nowcast.ts';
import { isRest } from '../core/geography/place-figure.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Lens } from '../core/lenses/lens.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { countWindow, keptThroughLens, WEEK } from '../core/shares/window.ts';
import type { ReportInput } from '../daily/report.ts';

/** Whoever held so much of a week at any time has a page. */
const LARGE = 0.05;

/** Somebody with a page of their own, and their largest week. */
export type PageSubject = {
  readonly key: string;
  readonly name: string;
  readonly most: { readonly share: number; readonly day: UtcDay };
};

/** Those with a page of their own, by their largest week, the largest first. */
export type PageSubjects = Readonly<Record<'owner' | 'pool' | 'country', readonly PageSubject[]>>;

/** Finds every owner, pool and country (by operators, counted, or by machines, modelled) that ever held 5% of a week. */
export function pageSubjects(input: ReportInput): PageSubjects {
  const operators = mostOf(input, 'operator-country');
  const machines = new Map<string, PageSubject['most']>();
  const nowcaster = createNowcaster(input.ledger, input.knowledge);
  for (const { day } of input.ledger)
    for (const { key, level, share } of nowcaster.on(day).figures.values())
      if (level === 'country' && !isRest(key)) keepLarger(machines, key, share, day);
  for (const [key, { share, day }] of operators) keepLarger(machines, key, share, day);
  return {
    owner: largest(mostOf(input, 'owner'), 'owner'),
    pool: largest(mostOf(input, 'pool'), 'pool'),
    country: largest(machines, 'operator-country'),
  };
}

type Most = Map<string, PageSubject['most']>;

function mostOf({ ledger, knowledge }: ReportInput, lens: Lens): Most {
  const through = keptThroughLens(ledger, lens, knowledge);
  const most: Most = new Map();
  for (const { day } of ledger) {
    const { counts, blocks, missingDays } = countWindow(through, day, WEEK);
    if (missingDays === 0) for (const [key, count] of counts) keepLarger(most, key, count / blocks, day);
  }
  return most;
}

function keepLarger(most: Most, key: string, share: number, day: UtcDay): void {
  if (share > (most.get(key)?.share ?? 0)) most.set(key, { share, day });
}

function largest(most: Most, lens: Lens): readonly PageSubject[] {
  return [...most]
    .filter(([, { share }]) => share >= LARGE)
    .map(([key, one]) => ({ key, name: subjectName(lens, key), most: one }))
    .sort((a, b) => b.most.share - a.most.share || (a.key < b.key ? -1 : 1));
}
