import { addDays, daysBetween, daysFrom, midnight, type UtcDay } from '../../core/ledger/utc-day.ts';
import { timeFormat } from '../format.ts';

/** Labels of days or months that fit on a phone. */
const MAX_TICKS = 6;

/** The ticks of a time axis, and their labels. */
export type CalendarTicks = {
  readonly ticks: readonly UtcDay[];
  readonly tickText: (day: UtcDay) => string;
};

/**
 * Ticks of a time axis. Up to a quarter: every day, or every 1, 2 or 3 weeks back from the last day. Beyond: the first of
 * every month, quarter, half-year, year or second year.
 */
export function calendarTicks(first: UtcDay, last: UtcDay): CalendarTicks {
  const span = daysBetween(first, last);
  if (span <= 92) {
    const step = [1, 7, 14, 21].find((days) => span / days <= MAX_TICKS)!;
    const count = Math.floor(span / step) + 1;
    const days = Array.from({ length: count }, (_, index) => addDays(last, -index * step));
    return { ticks: days.reverse(), tickText: (day) => textOf(DAY, day) };
  }
  const firsts = daysFrom(first, last).filter((day) => day.endsWith('-01'));
  const step = [1, 3, 6, 12].find((months) => firsts.length / months < MAX_TICKS + 1) ?? 24;
  return { ticks: firsts.filter((day) => monthsOf(day) % step === 0), tickText: monthText };
}

/** Months since the year 0, so that steps begin in January. */
function monthsOf(day: UtcDay): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

const YEAR = timeFormat({ year: 'numeric' });
const MONTH = timeFormat({ month: 'short' });
const DAY = timeFormat({ day: 'numeric', month: 'short' });

/** The name of a month, or the year for January. */
function monthText(day: UtcDay): string {
  return textOf(day.slice(5, 7) === '01' ? YEAR : MONTH, day);
}

function textOf(format: ReturnType<typeof timeFormat>, day: UtcDay): string {
  return format(1000 * midnight(day));
}
