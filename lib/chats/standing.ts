import * as z from 'zod/mini';
import { dayOf, type UtcDay, utcDaySchema } from '../core/ledger/utc-day.ts';

/**
 * A chat that refuses on this many different days is left alone. An outage of hours can touch two days, as across a
 * midnight; on 31 October 2023 Telegram refused every channel for hours.
 */
const DAYS_TO_PAUSE = 3;

const since = z.int().check(z.nonnegative());
const on = z.object({ kind: z.literal('on') });

/**
 * Whether a chat is written to.
 * - `refusing`: its service refused messages on these days, and has accepted none since. It is still tried.
 * - `paused`: it is left alone until it comes back or somebody asks something there; `reason` goes on after "because".
 */
export const standingSchema = z.discriminatedUnion('kind', [
  on,
  z.object({ kind: z.literal('refusing'), days: z.array(utcDaySchema), reason: z.string() }),
  z.object({ kind: z.literal('paused'), reason: z.string(), since }),
]);

export type Standing = z.output<typeof standingSchema>;
export type Paused = Extract<Standing, { kind: 'paused' }>;

/** In the first form, one refusal switched a chat off. It is tried again, unless it was an update that said so. */
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
 * A standing after one more refusal.
 *
 * @param unusual days on which so many chats were refused that it says nothing about one.
 * @param service what people call the service.
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

/** The days whose refusals say something about the chat. */
export function usualDays(standing: Standing, unusual: readonly UtcDay[]): readonly UtcDay[] {
  return standing.kind === 'refusing' ? standing.days.filter((day) => !unusual.includes(day)) : [];
}
