import { describe, expect, it } from 'vitest';
import {
  CONTAINER_MEGAWATTS,
  containersOf,
  efficiencyOn,
  ehsOf,
  megawattsOf,
} from '../../../lib/core/farms/power.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { daysFrom, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { shareTable } from '../../../lib/core/shares/share-table.ts';
import { countWindow, throughLens } from '../../../lib/core/shares/window.ts';

const ledger = shippedLedger();
const pools = throughLens(ledger, 'pool', 'then');

/** J/TH at which 100 MW are 2% of the network over the 30 days ending on a day. */
function impliedByLayerOne(day: ReturnType<typeof parseDay>): number {
  const { hashRate } = shareTable(ledger, countWindow(pools, day, 30));
  return 100 / (0.02 * hashRate!.ehs);
}

describe('power', () => {
  it('of 100 MW at 2% over 30 days ending from 2020-01-30 to 2020-04-30 implies 43.7 to 49.2 J/TH', () => {
    const implied = daysFrom(parseDay('2020-01-30'), parseDay('2020-04-30')).map(impliedByLayerOne);
    expect(implied).toHaveLength(92);
    expect([Math.min(...implied).toFixed(1), Math.max(...implied).toFixed(1)]).toEqual(['43.7', '49.2']);
  });

  it('for 30% of the old total is 1,500 MW in 600 containers, if 100 MW make 2%', () => {
    const networkEhs = 110;
    const joules = 100 / (0.02 * networkEhs);
    const megawatts = megawattsOf(0.3 * networkEhs, joules);
    expect(megawatts).toBeCloseTo(1_500, 9);
    expect([CONTAINER_MEGAWATTS, containersOf(megawatts)]).toEqual([2.5, 600]);
  });

  it('of 1 EH/s at 30 J/TH is 30 MW, and 30 MW make 1 EH/s', () => {
    expect([megawattsOf(1, 30), ehsOf(30, 30)]).toEqual([30, 1]);
  });

  it.each([
    [0, 0],
    [0.1, 1],
    [2.5, 1],
    [2.6, 2],
    [0.1 + 0.2 + 2.2, 1],
  ])('of %d MW fills %i containers, the last one perhaps partly', (megawatts, containers) => {
    expect(containersOf(megawatts)).toBe(containers);
  });
});

describe('the efficiency to use', () => {
  it.each([
    ['2020-01-07', 46.45, 43.7, 49.2],
    ['2024-05-31', 46.45, 43.7, 49.2],
    ['2024-06-01', 28.2, 28.2, 28.2],
    ['2026-04-21', 28.2, 28.2, 28.2],
  ])('on %s is %d J/TH, of %d to %d', (day, joulesPerTerahash, low, high) => {
    expect(efficiencyOn(parseDay(day))).toMatchObject({ joulesPerTerahash, low, high });
  });

  it('is the newest figure by default, with its period and source', () => {
    const { joulesPerTerahash, from, source } = efficiencyOn(null);
    expect([joulesPerTerahash, from]).toEqual([28.2, '2024-06-01']);
    expect(source).toMatch(/^https:/);
  });

  it('is the oldest figure on a day before all of them', () => {
    expect(efficiencyOn(parseDay('2019-12-31')).from).toBe('2020-01-01');
  });
});
