import { addDays, daysBetween, midnight, type UtcDay } from '../../core/ledger/utc-day.ts';

/** As many names of days or months as a phone has room for. */
const MOST = 6;

/** Where a time axis is marked, in milliseconds since 1970, and what stands there. */
export type CalendarTicks = {
  readonly ticks: readonly number[];
  readonly tickText: (time: number) => string;
};

/** A day's midnight in the unit of a time axis: milliseconds since 1970. */
export function timeOf(day: UtcDay): number {
  return midnight(day) * 1000;
}

/**
 * Marks of a time axis from the first to the last day: up to a quarter the same day of every week or more,
 * counted back from the last; beyond that the first of every month, quarter, half-year or year.
 */
export function calendarTicks(first: UtcDay, last: UtcDay): CalendarTicks {
  const span = daysBetween(first, last);
  if (span <= 92) {
    const step = [1, 7, 14, 21].find((days) => span / days <= MOST)!;
    const count = Math.floor(span / step) + 1;
    const days = Array.from({ length: count }, (_, index) => addDays(last, -index * step));
    return { ticks: days.map(timeOf).reverse(), tickText: (time) => DAY.format(time) };
  }
  const firsts = firstsOfMonths(first, last);
  const step = [1, 3, 6, 12].find((months) => firsts.length / months < MOST + 1) ?? 24;
  const chosen = firsts.filter((day) => monthsOf(day) % step === 0);
  return { ticks: chosen.map(timeOf), tickText: monthText };
}

function firstsOfMonths(first: UtcDay, last: UtcDay): readonly UtcDay[] {
  const count = daysBetween(first, last) + 1;
  return Array.from({ length: count }, (_, index) => addDays(first, index)).filter((day) =>
    day.endsWith('-01'),
  );
}

/** Months since the year 0: steps begin in January. */
function monthsOf(day: UtcDay): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

const YEAR = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A month by its name, a January by its year. */
function monthText(time: number): string {
  return new Date(time).getUTCMonth() === 0 ? YEAR.format(time) : MONTH.format(time);
}
