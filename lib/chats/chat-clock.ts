import { addDays, midnight, SECONDS_PER_DAY, type UtcDay } from '../core/ledger/utc-day.ts';
import { memo } from '../memo.ts';
import type { Chat } from './chat.ts';

/** In every time zone, hours begin at a multiple of this in UTC. */
const STEP_SECONDS = 900;
const STEPS_A_DAY = SECONDS_PER_DAY / STEP_SECONDS;

const hourFormat = memo(
  (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }),
);

/** The local hour in a time zone, 0 to 23. @param at Unix seconds. */
function localHour(zone: string, at: number): number {
  return Number(hourFormat(zone).format(at * 1000));
}

/** When a chat's current quiet hours end, in Unix seconds; `now` if it is not in quiet hours. */
export function quietEnd({ settings: { quiet, zone } }: Chat, now: number): number {
  if (quiet === null) return now;
  const { from, to } = quiet;
  const isQuiet = (at: number) => {
    const hour = localHour(zone, at);
    return from < to ? from <= hour && hour < to : from <= hour || hour < to;
  };
  return isQuiet(now) ? firstStep(now, (at) => !isQuiet(at)) : now;
}

/** When a day's digest is due in a chat, in Unix seconds: the first occurrence of its hour after the day. */
export function digestTime({ settings: { digest, zone } }: Chat, day: UtcDay): number {
  const over = midnight(addDays(day, 1));
  if (digest.hour === null || localHour(zone, over) === digest.hour) return over;
  return firstStep(over, (at) => localHour(zone, at) === digest.hour);
}

/** The first quarter-hour after a time at which a condition holds; a day later if there is none. */
function firstStep(after: number, holds: (at: number) => boolean): number {
  const first = Math.floor(after / STEP_SECONDS) * STEP_SECONDS;
  // Clock changes are an hour at most, so a day and an hour contain every hour of the day.
  for (let step = 1; step <= STEPS_A_DAY + 4; step++) {
    const at = first + step * STEP_SECONDS;
    if (holds(at)) return at;
  }
  return first + SECONDS_PER_DAY;
}
