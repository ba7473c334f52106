import { describe, expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { checkHealth, type HealthDeps } from '../../lib/daily/check-health.ts';
import { figures, labelled } from '../contract/stored.ts';

const HOUR = 3_600;
const NOON = Date.parse('2026-05-28T12:00:00Z') / 1000;

type State = {
  readonly blockAt?: number | null;
  readonly closed?: string | null;
  readonly unknown?: number;
};

/** A store that is healthy at noon, apart from the given overrides. */
function stateOf({ blockAt = NOON - 600, closed = '2026-05-27', unknown = 10 }: State): HealthDeps {
  const week = { ...figures().counts[0]!, lens: 'pool', window: 7, blocks: 1_000, unknown } as const;
  const counts = [
    { ...week, window: 1, unknown: 999 },
    { ...week, lens: 'owner', unknown: 999 } as const,
    week,
  ];
  return {
    ledger: { loadNewestBlocks: async () => (blockAt === null ? [] : [{ ...labelled(1), time: blockAt }]) },
    figures: {
      loadFigures: async () =>
        closed === null ? undefined : { ...figures(), day: parseDay(closed), counts },
    },
  };
}

describe('the health check', () => {
  it('finds nothing while blocks arrive and days close', async () => {
    expect(await checkHealth(stateOf({}), NOON)).toEqual([]);
  });

  it('tolerates three hours without a block, and no more', async () => {
    expect(await checkHealth(stateOf({ blockAt: NOON - 3 * HOUR }), NOON)).toEqual([]);
    expect(await checkHealth(stateOf({ blockAt: NOON - 3.5 * HOUR }), NOON)).toEqual([
      { kind: 'no-new-block', hours: 3.5 },
    ]);
  });

  it('tolerates thirty hours since the end of the newest closed day, and no more', async () => {
    const closed = '2026-05-26';
    const end = Date.parse('2026-05-27T00:00:00Z') / 1000;
    const at = (hours: number) =>
      checkHealth(stateOf({ closed, blockAt: end + hours * HOUR }), end + hours * HOUR);
    expect(await at(30)).toEqual([]);
    expect(await at(31)).toEqual([{ kind: 'no-closed-day', hours: 31 }]);
  });

  it('tolerates a tenth of a week mined by unknown miners, and no more', async () => {
    expect(await checkHealth(stateOf({ unknown: 100 }), NOON)).toEqual([]);
    expect(await checkHealth(stateOf({ unknown: 101 }), NOON)).toEqual([
      { kind: 'unknown-share', share: 0.101 },
    ]);
  });

  it('does not call an empty store healthy', async () => {
    expect(await checkHealth(stateOf({ blockAt: null, closed: null }), NOON)).toEqual([
      { kind: 'no-new-block', hours: null },
      { kind: 'no-closed-day', hours: null },
    ]);
  });
});
