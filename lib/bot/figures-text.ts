import { dayOf, daysBetween, type UtcDay } from '../core/ledger/utc-day.ts';
import type { ShareRow } from '../core/shares/share-table.ts';
import type { WindowCount } from '../core/shares/window.ts';
import { type LatestFigures, provenanceFor } from '../daily/figures.ts';
import { capitalised, days, dayText, percent, percentRange, whole } from '../messages/format.ts';
import type { Section } from '../messages/message.ts';
import { knownText, type Provenance, recordedBy } from '../messages/provenance.ts';
import { plain } from './answer.ts';
import type { FiguresOf } from './current-figures.ts';

/** "18.9% (95% interval 16.6-21.4%)". */
export function shareText(row: Pick<ShareRow, 'share' | 'low' | 'high'>): string {
  return `${percent(row.share)} (95% interval ${percentRange(row)})`;
}

/** "on 21 Apr 2026", "in the 7 days to 21 Apr 2026". */
export function spanText({ window, day }: Pick<WindowCount, 'window' | 'day'>): string {
  return window === 1 ? `on ${dayText(day)}` : `in the ${days(window)} to ${dayText(day)}`;
}

/** The age of a day: "yesterday", "217 days ago". @param at Unix seconds. */
export function ageText(day: UtcDay, at: number): string {
  const age = daysBetween(day, dayOf(at));
  return age <= 0 ? 'today' : age === 1 ? 'yesterday' : `${whole(age)} days ago`;
}

/** " (recorded)" if all days behind the figures are, so that a title never presents them as live. */
export function recordedText(figures: Pick<LatestFigures, 'provenances'>, window: number): string {
  return isRecorded(figures, window) ? ' (recorded)' : '';
}

/** A title's note on the days behind its table: " (8 of 90 days counted, recorded)"; empty if live without gaps. */
export function titleNote(
  figures: Pick<LatestFigures, 'provenances'>,
  { window, missingDays }: Pick<WindowCount, 'window' | 'missingDays'>,
): string {
  const notes = [
    ...(missingDays === 0 ? [] : [coverageText({ window, missingDays })]),
    ...(isRecorded(figures, window) ? ['recorded'] : []),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

/** A title that ends in a name, and what is said of it; never a bracket behind a bracket. */
export function noted(title: string, note: string): string {
  return title.endsWith(')') ? title + note.replace(/^ \((.*)\)$/, ', $1') : title + note;
}

/** "8 of 90 days counted". */
export function coverageText({ window, missingDays }: Pick<WindowCount, 'window' | 'missingDays'>): string {
  return `${window - missingDays} of ${days(window)} counted`;
}

function isRecorded(figures: Pick<LatestFigures, 'provenances'>, window: number): boolean {
  const { sources } = provenanceFor(figures, window);
  return sources.length === 1 && sources[0] === 'recorded';
}

/**
 * The origin of counted figures in one line: number of blocks, verification, missing days, and age, or the span if a
 * specific day was asked for.
 *
 * @param what which figures are counted, in a message that also has modelled ones.
 * @param widest the longest window with figures in the message, in days.
 */
export function countedSection(
  { figures, at }: FiguresOf<'provenances'>,
  count: Pick<WindowCount, 'window' | 'day' | 'missingDays'>,
  what: string | null = null,
  widest = count.window,
): Section {
  const { window, day, missingDays } = count;
  const [known, all] = [window, widest].map((one) => provenanceFor(figures, one)) as [Provenance, Provenance];
  const isOlderRecorded = all.sources.includes('recorded') && !known.sources.includes('recorded');
  const parts = [
    knownText(known, what === null ? 'Counted' : `${capitalised(what)} counted`),
    ...(missingDays === 0 ? [] : [coverageText(count)]),
    ...(isOlderRecorded ? [`older days ${recordedBy(all)}`] : []),
    at === null ? spanText(count) : ageText(day, at),
  ];
  return plain(parts.join(' · '), 3);
}
