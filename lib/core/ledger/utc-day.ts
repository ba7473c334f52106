import * as z from 'zod/mini';
import { InputError } from '../../errors.ts';
import { memo } from '../../memo.ts';

export const SECONDS_PER_DAY = 86_400;

/** A calendar day in UTC, `YYYY-MM-DD`; only days that exist. Days sort as text. */
export const utcDaySchema = z
  .string()
  .check(z.refine((text) => isRealDay(text), { error: 'expected a day that exists, written YYYY-MM-DD' }))
  .brand<'UtcDay'>();

export type UtcDay = z.output<typeof utcDaySchema>;

/** The last day that the format can express. */
export const LAST_DAY = '9999-12-31' as UtcDay;

function isRealDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const millis = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(millis) && dayOf(millis / 1000) === text;
}

/** Parses a day from outside. @throws InputError naming `where` if the day does not exist. */
export function parseDay(text: string, where = 'day'): UtcDay {
  if (isRealDay(text)) return text as UtcDay;
  throw new InputError([{ where, what: `expected a day that exists, written YYYY-MM-DD, not "${text}"` }], {
    usage: true,
  });
}

// Formatting and parsing take several times as long as a lookup, and a replay asks for the same few thousand days
// half a million times.
const MAX_DAYS = 100_000;
const dayNumbered = memo(
  (number: number) => new Date(number * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10) as UtcDay,
  MAX_DAYS,
);

/** The UTC day of a time in Unix seconds. */
export function dayOf(seconds: number): UtcDay {
  return dayNumbered(Math.floor(seconds / SECONDS_PER_DAY));
}

/** The first second of the day, in Unix seconds. */
export const midnight = memo((day: UtcDay) => Date.parse(`${day}T00:00:00Z`) / 1000, MAX_DAYS);

/** The day `count` days later; earlier if negative. */
export function addDays(day: UtcDay, count: number): UtcDay {
  return dayOf(midnight(day) + count * SECONDS_PER_DAY);
}

/** Days from `from` to `to`: 0 for the same day, negative if `to` is earlier. */
export function daysBetween(from: UtcDay, to: UtcDay): number {
  return (midnight(to) - midnight(from)) / SECONDS_PER_DAY;
}

/** All days from `from` to `to`, inclusive; none if `to` is earlier. */
export function daysFrom(from: UtcDay, to: UtcDay): readonly UtcDay[] {
  const count = daysBetween(from, to) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index));
}

/** The latest Sunday up to and including a day, the last day of its week (ISO 8601). */
export function lastSunday(day: UtcDay): UtcDay {
  return addDays(day, -new Date(`${day}T00:00:00Z`).getUTCDay());
}
