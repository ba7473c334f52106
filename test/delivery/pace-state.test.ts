import { describe, expect, it } from 'vitest';
import {
  countRefusal,
  lease,
  newPace,
  type PaceState,
  slowDown,
  slowDownIfSeveral,
} from '../../lib/delivery/pace-state.ts';

const LIMITS = { start: 30, least: 1, most: 1000 };

/** A token bucket that holds one second's worth of requests and refills at that rate. */
function bucketOf(perSecond: number) {
  let limit = perSecond;
  let tokens = perSecond;
  let filledAt = 0;
  return {
    changeTo(perSecondNow: number) {
      limit = perSecondNow;
      tokens = Math.min(tokens, limit);
    },
    takes(at: number): boolean {
      tokens = Math.min(limit, tokens + ((at - filledAt) * limit) / 1000);
      filledAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

type Bucket = ReturnType<typeof bucketOf>;

/** Sends for some seconds as fast as the pace allows, with several senders that each hold a lease. */
function sendFor(seconds: number, bucket: Bucket, senders: number, start: PaceState, from = 1_000_000) {
  let state = start;
  let [taken, refused] = [0, 0];
  let now = from;
  while (now < from + 1000 * seconds) {
    const held = Array.from({ length: senders }, () => {
      const { slots, state: next } = lease(state, LIMITS, now);
      state = next;
      return slots;
    }).flat();
    const { blockedUntil } = state;
    for (const slot of held) {
      // Slots from before a pause are dropped.
      if (state.blockedUntil !== blockedUntil) break;
      now = Math.max(now, slot);
      if (bucket.takes(now)) taken += 1;
      else {
        refused += 1;
        state = slowDown(state, LIMITS, 1, slot, now);
      }
    }
  }
  return { taken, refused, state, now };
}

describe('the pace', () => {
  describe.each([20, 30, 40])('at a service with an unstated limit of %i a second', (perSecond) => {
    it.each([1, 2, 8])('reaches 95% of it with %i senders and at most one refusal', (senders) => {
      const { taken, refused } = sendFor(180, bucketOf(perSecond), senders, newPace(LIMITS));
      expect(taken / (180 * perSecond)).toBeGreaterThanOrEqual(0.95);
      expect(refused).toBeLessThanOrEqual(1);
    });
  });

  it('is also found if the service does not say whose limit it is, after a few more refusals', () => {
    const bucket = bucketOf(30);
    let state = newPace(LIMITS);
    let [taken, refused, now] = [0, 0, 1_000_000];
    for (let chat = 0; now < 1_180_000; ) {
      const leased = lease(state, LIMITS, now);
      state = leased.state;
      for (const slot of leased.slots) {
        now = Math.max(now, slot);
        chat += 1;
        if (bucket.takes(now)) taken += 1;
        else {
          refused += 1;
          const learned = slowDownIfSeveral(state, LIMITS, { chat: String(chat), slot, seconds: 1 }, now);
          state = learned.state;
          if (learned.isGlobal) break;
        }
      }
    }
    expect(taken / (180 * 30)).toBeGreaterThanOrEqual(0.95);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(20);
  });

  it('adapts to a lowered limit after two refusals: one shows that it fell, the next how far', () => {
    const bucket = bucketOf(40);
    const before = sendFor(120, bucket, 2, newPace(LIMITS));
    bucket.changeTo(20);
    const after = sendFor(120, bucket, 2, before.state, before.now);
    expect(after.refused).toBeLessThanOrEqual(2);
    expect(after.taken / (120 * 20)).toBeGreaterThanOrEqual(0.95);
  });

  it('spaces requests evenly, even after an idle pause', () => {
    const first = lease(newPace(LIMITS), LIMITS, 1_000_000);
    const second = lease(first.state, LIMITS, 1_000_001);
    const later = lease(second.state, LIMITS, 2_000_000);
    const slots = [...first.slots, ...second.slots].map((slot) => Math.round(slot - 1_000_000));
    expect(slots).toHaveLength(14);
    expect(slots.slice(0, 4)).toEqual([0, 33, 67, 100]);
    expect(slots.at(-1)).toBe(432);
    expect(later.slots[0]).toBe(2_000_000);
  });

  it('catches up on slots a busy sender missed, but not after a long pause', () => {
    const { state } = lease(newPace(LIMITS), LIMITS, 1_000_000);
    expect(lease(state, LIMITS, 1_000_400).slots[0]).toBeCloseTo(1_000_233, 0);
    expect(lease(state, LIMITS, 1_000_400).slots).toHaveLength(12);
    expect(lease(state, LIMITS, 1_000_900).slots[0]).toBe(1_000_400);
    expect(lease(state, LIMITS, 1_005_000).slots[0]).toBe(1_005_000);
  });

  it('lets no one send during the pause a service asks for', () => {
    const { state } = lease(newPace(LIMITS), LIMITS, 1_000_000);
    const slowed = slowDown(state, LIMITS, 17, 1_000_000, 1_000_050);
    expect(lease(slowed, LIMITS, 1_000_060).slots[0]).toBe(1_017_050);
  });

  it('treats a refusal of a request from before a pause as part of it', () => {
    const { state } = lease(newPace(LIMITS), LIMITS, 1_000_000);
    const once = slowDown(state, LIMITS, 1, 1_000_000, 1_000_050);
    const twice = slowDown(once, LIMITS, 1, 1_000_033, 1_000_080);
    expect(twice.rate).toBe(once.rate);
    expect(twice.blockedUntil).toBe(1_001_080);
  });

  it('is not slowed down by five chats limited at once, however often', () => {
    let { state } = lease(newPace(LIMITS), LIMITS, 1_000_000);
    for (let count = 0; count < 500; count++) {
      const chat = `group ${count % 5}`;
      const refused = slowDownIfSeveral(
        state,
        LIMITS,
        { chat, slot: 1_000_000, seconds: 40 },
        1_000_000 + count,
      );
      expect(refused.isGlobal).toBe(false);
      state = refused.state;
    }
    expect(lease(state, LIMITS, 1_000_300).slots[0]).toBe(state.nextAt);
  });

  it('is slowed down by six chats limited within two seconds, for the shortest pause asked for', () => {
    let { state } = lease(newPace(LIMITS), LIMITS, 1_000_000);
    const refuse = (chat: string, seconds: number, at: number) => {
      const refused = slowDownIfSeveral(state, LIMITS, { chat, slot: 1_000_100, seconds }, at);
      state = refused.state;
      return refused.isGlobal;
    };
    // Too long ago to count as simultaneous.
    refuse('0', 1, 997_000);
    for (const chat of ['1', '2', '3', '4', '5']) expect(refuse(chat, 30, 1_000_200)).toBe(false);
    expect(refuse('6', 2, 1_000_300)).toBe(true);
    expect(state.blockedUntil).toBe(1_002_300);
    // Requests in flight belong to the same limit.
    expect(refuse('7', 60, 1_000_400)).toBe(true);
    expect(state.blockedUntil).toBe(1_002_300);
  });

  it('of hundreds a second is not slowed down by six chats in a thousand', () => {
    const fast = { start: 500, least: 1, most: 500 };
    let state = newPace(fast);
    for (let now = 1_000_000; now < 1_002_000; now += 250) ({ state } = lease(state, fast, now));
    for (let chat = 0; chat < 20; chat++) {
      const tooFast = { chat: String(chat), slot: 1_001_900, seconds: 5 };
      const refused = slowDownIfSeveral(state, fast, tooFast, 1_002_000);
      expect(refused.isGlobal).toBe(false);
      state = refused.state;
    }
  });

  it('stops for ten minutes at the thousandth refusal within them', () => {
    let state = newPace(LIMITS);
    for (let count = 0; count < 999; count++) state = countRefusal(state, 1_000_000 + count);
    expect(state.blockedUntil).toBe(0);
    state = countRefusal(state, 1_001_000);
    expect(lease(state, LIMITS, 1_001_001).slots[0]).toBe(1_600_000);
    expect(countRefusal(state, 1_600_000).refusals.count).toBe(1);
  });

  it('saved by a clock a day ahead resumes at once when the clock is right again', () => {
    const tomorrow = 1_000_000 + 86_400_000;
    const refused = slowDown(lease(newPace(LIMITS), LIMITS, tomorrow).state, LIMITS, 30, tomorrow, tomorrow);
    const { slots, state } = lease(refused, LIMITS, 1_000_000);
    // The pause the service asked for keeps its length.
    expect(slots[0]).toBe(1_000_000 + 30_000);
    expect(state.steadyUntil).toBe(1_000_000 + 30_000 + 900_000);
    expect(state.nextAt).toBeLessThanOrEqual(1_000_000 + 31_000);
  });

  it('saved by a clock a moment ahead is used unchanged', () => {
    const { state } = lease(newPace(LIMITS), LIMITS, 1_000_500);
    expect(lease(state, LIMITS, 1_000_000).slots[0]).toBe(state.nextAt);
  });
});
