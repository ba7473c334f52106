import * as z from 'zod/mini';
import { CLOCKS_APART_SECONDS } from '../chats/clocks.ts';

/**
 * The rate at which one service may be called, shared by all senders through the store. The service's limit is unknown,
 * so it is probed: the pace climbs slowly until the service refuses once, and what it accepted until then gives the
 * limit.
 */
export const paceStateSchema = z.object({
  revision: z.int().check(z.nonnegative()),
  /** When it was last changed, in Unix milliseconds by the clock of the sender that changed it; 0 if unknown. */
  at: z.number(),
  /** Requests a second. */
  rate: z.number(),
  /** Unix milliseconds until which the pace does not climb. */
  steadyUntil: z.number(),
  /** When the next free slot begins, in Unix milliseconds. */
  nextAt: z.number(),
  /** Unix milliseconds before which no one sends. */
  blockedUntil: z.number(),
  /** Recent slots, counted per second, oldest first; `from` is the first slot of each. */
  given: z.array(z.object({ from: z.number(), slots: z.number() })),
  /** Refused requests since a time in Unix milliseconds, for the circuit breaker. */
  refusals: z.object({ since: z.number(), count: z.number() }),
  /** Chats rate limited just now, each once, with the pause the service asked for. */
  refusedChats: z._default(
    z.array(z.object({ chat: z.string(), at: z.number(), slot: z.number(), seconds: z.number() })),
    [],
  ),
});

export type PaceState = z.output<typeof paceStateSchema>;

/**
 * Bounds of the pace, in requests a second. Refusals for reasons we cannot see never push it below the least: the
 * service's pauses are kept anyway.
 */
export type PaceLimits = { readonly start: number; readonly least: number; readonly most: number };

/** The fraction of a service's limit that is used, so that network jitter does not exceed it. */
const USED = 0.98;
const CLIMB_A_SECOND = 1.02;
/** After a refusal the limit is known; the pace does not climb again for this long. */
const STEADY_MS = 900_000;
/** A lease covers this many milliseconds of slots: few writes, and no sender holds many back from the others. */
const LEASE_MS = 250;
const REMEMBERED_MS = 60_000;
const CATCH_UP_MS = 500;

/** Discord bans a bot after 10,000 invalid requests within this time; we stop long before. */
const BREAKER_MS = 600_000;
const BREAKER_REFUSALS = 1000;

/**
 * If this many different chats, and this fraction of slots, are rate limited within this time, the limit is the
 * service's. Fewer are chats at their own limits, such as busy groups.
 */
const AT_ONCE_MS = 2000;
const SEVERAL_CHATS = 6;
const SEVERAL_FRACTION = 0.05;

export function newPace({ start }: PaceLimits): PaceState {
  return {
    revision: 0,
    at: 0,
    rate: start,
    steadyUntil: 0,
    nextAt: 0,
    blockedUntil: 0,
    given: [],
    refusals: { since: 0, count: 0 },
    refusedChats: [],
  };
}

/**
 * Converts a pace to the reader's clock. Its times are by the clock of the sender that last changed it; if that was
 * ahead, they are ahead by as much.
 */
function toReaderClock(state: PaceState, nowMs: number): PaceState {
  const ahead = state.at - nowMs;
  if (ahead <= 1000 * CLOCKS_APART_SECONDS) return { ...state, at: nowMs };
  const { given, refusals, refusedChats, ...rest } = state;
  return {
    ...rest,
    at: nowMs,
    steadyUntil: state.steadyUntil - ahead,
    nextAt: state.nextAt - ahead,
    blockedUntil: state.blockedUntil - ahead,
    given: given.map(({ from, slots }) => ({ from: from - ahead, slots })),
    refusals: { ...refusals, since: refusals.since - ahead },
    refusedChats: refusedChats.map((one) => ({ ...one, at: one.at - ahead, slot: one.slot - ahead })),
  };
}

/** Takes the next free slots, evenly spaced. `slots`: Unix milliseconds at which each may be used. */
export function lease(
  stored: PaceState,
  limits: PaceLimits,
  nowMs: number,
): { readonly state: PaceState; readonly slots: readonly number[] } {
  const state = toReaderClock(stored, nowMs);
  const rate = climbed(state, limits, nowMs);
  const start = Math.max(state.blockedUntil, firstSlot(state, nowMs));
  const count = Math.max(1, Math.floor((rate * (LEASE_MS + Math.max(0, nowMs - start))) / 1000));
  const slots = Array.from({ length: count }, (_, index) => start + (index * 1000) / rate);
  const given = slots.reduce(countSlot, state.given);
  return {
    slots,
    state: {
      ...state,
      rate,
      nextAt: start + (count * 1000) / rate,
      given: given.filter(({ from }) => from > start - REMEMBERED_MS),
    },
  };
}

/** The next free slot. A busy machine catches up on missed slots, within the service's burst. */
function firstSlot({ nextAt }: PaceState, nowMs: number): number {
  const isUsed = nowMs - nextAt < 1000;
  return isUsed ? Math.max(nextAt, nowMs - CATCH_UP_MS) : nowMs;
}

/** The current rate: it climbs from lease to lease while the pace is in use and not held steady. */
function climbed({ rate, nextAt, steadyUntil }: PaceState, { most }: PaceLimits, nowMs: number): number {
  const isUsed = nextAt > 0 && nowMs - nextAt < 1000;
  if (!isUsed || nowMs < steadyUntil) return Math.min(rate, most);
  // The time from one lease to the next: each slot takes 1/rate seconds.
  const seconds = Math.max(1, Math.floor((rate * LEASE_MS) / 1000)) / rate;
  return Math.min(rate * CLIMB_A_SECOND ** seconds, most);
}

function countSlot(given: PaceState['given'], slot: number): PaceState['given'] {
  const last = given.at(-1);
  return last !== undefined && slot < last.from + 1000
    ? [...given.slice(0, -1), { from: last.from, slots: last.slots + 1 }]
    : [...given, { from: slot, slots: 1 }];
}

/** A rate-limited request to a chat: its slot, and the pause the service asks for. */
export type RateLimited = { readonly chat: string; readonly slot: number; readonly seconds: number };

/**
 * Handles a rate limit that the service does not attribute: it is the chat's own, unless several other chats are
 * limited at the same time.
 */
export function slowDownIfSeveral(
  stored: PaceState,
  limits: PaceLimits,
  { chat, slot, seconds }: RateLimited,
  nowMs: number,
): { readonly state: PaceState; readonly isGlobal: boolean } {
  const state = toReaderClock(stored, nowMs);
  const counted = countRefusal(state, nowMs);
  // It was in flight when everyone had to wait.
  if (slot < state.blockedUntil) return { state: counted, isGlobal: true };
  const isRecent = (at: number) => at > nowMs - AT_ONCE_MS;
  const others = state.refusedChats.filter((one) => one.chat !== chat && isRecent(one.at));
  const refusedChats = [...others, { chat, at: nowMs, slot, seconds }];
  const turns = state.given.reduce((sum, { from, slots }) => sum + (isRecent(from) ? slots : 0), 0);
  if (refusedChats.length < Math.max(SEVERAL_CHATS, SEVERAL_FRACTION * turns))
    return { state: { ...counted, refusedChats }, isGlobal: false };
  const pause = Math.min(...refusedChats.map((one) => one.seconds));
  const first = Math.min(...refusedChats.map((one) => one.slot));
  return { state: slowDown(state, limits, pause, first, nowMs), isGlobal: true };
}

/**
 * Handles a rate limit for all chats: no one sends for as long as the service asks, then more slowly. A refusal of a
 * request from before the last pause only extends that pause.
 *
 * @param seconds the pause the service asks for.
 * @param slot the slot of the refused request, in Unix milliseconds.
 */
export function slowDown(
  stored: PaceState,
  limits: PaceLimits,
  seconds: number,
  slot: number,
  nowMs: number,
): PaceState {
  const state = toReaderClock(stored, nowMs);
  const counted = countRefusal(state, nowMs);
  const blockedUntil = Math.max(counted.blockedUntil, nowMs + 1000 * seconds);
  if (slot < state.blockedUntil) return { ...counted, blockedUntil, nextAt: blockedUntil };
  const rate = Math.min(limits.most, Math.max(limits.least, USED * estimateLimit(state, slot)));
  return {
    ...counted,
    rate,
    blockedUntil,
    nextAt: blockedUntil,
    steadyUntil: blockedUntil + STEADY_MS,
    given: [],
    refusedChats: [],
  };
}

/**
 * Estimates the limit, in requests a second, of a service that has just refused the request of a slot. The service is
 * modelled as a token bucket that holds one second's worth and refills at that rate: over some stretch of time up to
 * the slot, the requests in excess of the rate came to one second's worth.
 */
function estimateLimit({ given, rate, nextAt }: PaceState, slot: number): number {
  let [low, high] = [0, rate];
  for (let step = 0; step < 40; step++) {
    const limit = (low + high) / 2;
    if (overdraft(given, nextAt, limit, slot) > limit) low = limit;
    else high = limit;
  }
  return high;
}

/** The largest excess of requests over `limit` a second, over any stretch of time up to and including a slot. */
function overdraft(given: PaceState['given'], nextAt: number, limit: number, slot: number): number {
  let [asked, most, until] = [0, 0, nextAt];
  for (const { from, slots } of given.toReversed()) {
    // Slots that senders hold but have not reached were not used.
    if (from <= slot) {
      asked += Math.min(slots, 1 + (slots * (slot - from)) / (until - from));
      most = Math.max(most, asked - (limit * (slot - from)) / 1000);
    }
    until = from;
  }
  return most;
}

/** Until when no one sends, in Unix milliseconds; in the past if everyone may. */
export function blockedUntil(stored: PaceState, nowMs: number): number {
  return toReaderClock(stored, nowMs).blockedUntil;
}

/**
 * Handles a service that accepts nothing from this sender, whatever the chat: no one sends for a while. The rate does
 * not change.
 *
 * @returns also whether this sender is the first to notice.
 */
export function bar(
  stored: PaceState,
  seconds: number,
  nowMs: number,
): { readonly state: PaceState; readonly isNew: boolean } {
  const state = toReaderClock(stored, nowMs);
  const isNew = state.blockedUntil <= nowMs;
  const until = isNew ? nowMs + 1000 * seconds : state.blockedUntil;
  const counted = countRefusal(state, nowMs);
  const blockedUntil = Math.max(until, counted.blockedUntil);
  return { state: { ...counted, blockedUntil, nextAt: blockedUntil }, isNew };
}

/** Counts a refusal, whatever its reason; after too many, no one sends for a while. */
export function countRefusal(stored: PaceState, nowMs: number): PaceState {
  const state = toReaderClock(stored, nowMs);
  const { since, count } = state.refusals;
  const refusals = nowMs - since < BREAKER_MS ? { since, count: count + 1 } : { since: nowMs, count: 1 };
  if (refusals.count < BREAKER_REFUSALS) return { ...state, refusals };
  return { ...state, refusals, blockedUntil: Math.max(state.blockedUntil, refusals.since + BREAKER_MS) };
}
