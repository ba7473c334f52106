import * as z from 'zod/mini';
import { dayOf, type UtcDay, utcDaySchema } from '../core/ledger/utc-day.ts';

/**
 * A chat that refuses on this many different days is paused. An outage of hours can span midnight and so touch two days;
 * on 31 October 2023 Telegram refused every channel for hours.
 */
const DAYS_TO_PAUSE = 3;

const since = z.int().check(z.nonnegative());
const on = z.object({ kind: z.literal('on') });

/**
 * Whether messages are sent to a chat.
 * - `refusing`: the service refused messages on these days, and has accepted none since. Sending continues.
 * - `paused`: nothing is sent until the bot is let back in or asked something there. `reason` continues "because".
 */
export const standingSchema = z.discriminatedUnion('kind', [
  on,
  z.object({ kind: z.literal('refusing'), days: z.array(utcDaySchema), reason: z.string() }),
  z.object({ kind: z.literal('paused'), reason: z.string(), since }),
]);

export type Standing = z.output<typeof standingSchema>;
export type Paused = Extract<Standing, { kind: 'paused' }>;

/** In the first form, one refusal switched a chat off. Such a chat is retried, unless an update reported it gone. */
export const firstStandingSchema = z.pipe(
  z.discriminatedUnion('kind', [on, z.object({ kind: z.literal('gone'), reason: z.string(), since })]),
  z.transform((first): Standing => {
    if (first.kind === 'on') return first;
    const { reason, since } = first;
    if (/^(\w+: )?\d{3} /.test(reason)) return { kind: 'refusing', days: [dayOf(since)], reason };
    return { kind: 'paused', reason: `the bot ${reason.startsWith('may') ? '' : 'was '}${reason}`, since };
  }),
);

/**
 * Returns the standing after another refusal.
 *
 * @param now Unix seconds.
 * @param unusual days with so many refusals that they say nothing about a single chat.
 * @param service display name of the service.
 */
export function afterRefusal(
  before: Standing,
  reason: string,
  now: number,
  unusual: readonly UtcDay[],
  service: string,
): Standing {
  if (before.kind === 'paused') return before;
  const today = dayOf(now);
  const days = [...new Set([...usualDays(before, unusual), today])];
  if (days.length < DAYS_TO_PAUSE || unusual.includes(today)) return { kind: 'refusing', days, reason };
  const why = `${service} refused messages on ${days.length} different days, most recently with “${reason}”`;
  return { kind: 'paused', reason: why, since: now };
}

/** The days of refusals that say something about the chat. */
export function usualDays(standing: Standing, unusual: readonly UtcDay[]): readonly UtcDay[] {
  return standing.kind === 'refusing' ? standing.days.filter((day) => !unusual.includes(day)) : [];
}
