import { describe, expect, it } from 'vitest';
import type { PaceState } from '../../lib/delivery/pace-state.ts';
import { createPacer, type PaceStore } from '../../lib/delivery/pacer.ts';

const LIMITS = { start: 100, least: 15, most: 100 };

/** An in-memory store whose clock is the senders' virtual time. */
function world() {
  let stored: PaceState | undefined;
  let [now, writes, conflicts] = [1_000_000, 0, 0];
  const store: PaceStore = {
    loadPace: async () => stored,
    savePace: async (_, state) => {
      await Promise.resolve();
      if ((stored?.revision ?? 0) !== state.revision) {
        conflicts += 1;
        return false;
      }
      writes += 1;
      stored = { ...state, revision: state.revision + 1 };
      return true;
    },
  };
  const sleep = async (ms: number) => {
    now = Math.max(now, now + ms);
  };
  return {
    pacer: () => createPacer('telegram', { store, limits: LIMITS, now: () => now, sleep }),
    counts: () => ({ writes, conflicts }),
  };
}

describe('senders that share a pace', () => {
  it('each get turns that no one else gets, while refusals are recorded between them', async () => {
    const { pacer, counts } = world();
    const slots: number[] = [];
    const sender = async () => {
      const own = pacer();
      for (let count = 0; count < 100; count++) {
        const turn = await own.turn();
        if (turn.kind === 'go') slots.push(turn.slot);
        if (count % 10 === 0) await Promise.all([own.refused(), own.turn()]);
      }
    };
    await Promise.all([sender(), sender(), sender()]);
    expect(counts().conflicts).toBeGreaterThan(0);
    expect(slots).toHaveLength(300);
    expect(new Set(slots).size).toBe(300);
  });

  it('are told to come back if their turn is after the end of their run', async () => {
    const own = world().pacer();
    const slots: number[] = [];
    for (;;) {
      const turn = await own.turn(1_000_500);
      if (turn.kind === 'stop') {
        expect(turn).toEqual({ kind: 'stop', until: 1001 });
        break;
      }
      slots.push(turn.slot);
    }
    expect(slots).toHaveLength(51);
    expect(Math.max(...slots)).toBe(1_000_500);
  });

  it('are told to come back if a service asks for a pause of minutes', async () => {
    const { pacer } = world();
    const one = pacer();
    const turn = await one.turn();
    await one.rateLimited({ chat: '1', slot: turn.kind === 'go' ? turn.slot : 0, seconds: 300 }, true);
    expect(await one.turn()).toEqual({ kind: 'stop', until: 1300 });
    expect(await pacer().turn()).toMatchObject({ kind: 'stop' });
  });
});
