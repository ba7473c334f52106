import { describe, expect, it } from 'vitest';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Knowledge, Lens } from '../../../lib/core/lenses/lens.ts';
import { poolId, UNKNOWN } from '../../../lib/core/pools/pool-id.ts';
import { shareTable } from '../../../lib/core/shares/share-table.ts';
import { countWindow, throughLens } from '../../../lib/core/shares/window.ts';

const ledger = shippedLedger();
const counts = ledger.map(({ count }) => count);
const [foundry, antpool] = [poolId('foundryusa'), poolId('antpool')];

function tableOf(day: string, window: number, lens: Lens, knowledge: Knowledge = 'now') {
  return shareTable(ledger, countWindow(throughLens(ledger, lens, knowledge), parseDay(day), window));
}

describe('the recorded days', () => {
  it('are 2,303 consecutive days, from 2020-01-01 to 2026-04-21', () => {
    expect(ledger).toHaveLength(2303);
    expect([ledger[0]!.day, ledger.at(-1)!.day]).toEqual(['2020-01-01', '2026-04-21']);
    const millis = ledger.map(({ day }) => Date.parse(day));
    expect(millis.every((at, index) => index === 0 || at - millis[index - 1]! === 86_400_000)).toBe(true);
  });

  it('have 58 to 197 blocks each', () => {
    const blocks = counts.map((count) => count.blocks);
    expect([Math.min(...blocks), Math.max(...blocks)]).toEqual([58, 197]);
  });

  it('show Foundry USA with 55 of 125 blocks on 2025-01-08, the highest share of any pool in a day', () => {
    const { blocks, shares } = tableOf('2025-01-08', 1, 'pool');
    expect([blocks, shares[0]!.key, shares[0]!.blocks]).toEqual([125, 'foundryusa', 55]);
    expect(shares[0]!.share).toBe(0.44);
    const highest = counts.map((count) =>
      Math.max(...[...count.pools].filter(([pool]) => pool !== UNKNOWN).map(([, k]) => k / count.blocks)),
    );
    expect(Math.max(...highest)).toBe(0.44);
  });

  it('show Foundry USA with 37.9% in the week to 2025-01-01, the highest share of any pool in a week', () => {
    const { shares } = tableOf('2025-01-01', 7, 'pool');
    expect([shares[0]!.key, shares[0]!.share.toFixed(3)]).toEqual(['foundryusa', '0.379']);
    const pools = throughLens(ledger, 'pool', 'now');
    const highest = ledger.slice(6).map(({ day }) => {
      const count = countWindow(pools, day, 7);
      return Math.max(...count.counts.values()) / count.blocks;
    });
    expect(Math.max(...highest)).toBe(shares[0]!.share);
  });

  it.each([
    ['2023', 294],
    ['2024', 303],
    ['2025', 132],
  ])('of %s show Foundry USA and AntPool with half or more on %i days', (year, days) => {
    const together = counts.filter(
      ({ day, blocks, pools }) =>
        day.startsWith(year) && 2 * ((pools.get(foundry) ?? 0) + (pools.get(antpool) ?? 0)) >= blocks,
    );
    expect(together).toHaveLength(days);
  });

  it('show Foundry USA and AntPool at their peak of 67.3% on 2024-02-01', () => {
    const together = counts.map(
      ({ pools, blocks }) => ((pools.get(foundry) ?? 0) + (pools.get(antpool) ?? 0)) / blocks,
    );
    const peak = Math.max(...together);
    expect(peak.toFixed(3)).toBe('0.673');
    expect(counts[together.indexOf(peak)]!.day).toBe('2024-02-01');
  });

  it("show pools on AntPool's templates with 502 of 1023 blocks in the week to 2022-09-07, in hindsight", () => {
    const { blocks, shares } = tableOf('2022-09-07', 7, 'template');
    expect([shares[0]!.key, shares[0]!.blocks, blocks]).toEqual(['antpooltemplates', 502, 1023]);
    expect(shares[0]!.share.toFixed(3)).toBe('0.491');
  });

  it("show pools on AntPool's templates with 55 of 89 blocks on 2022-12-24, in hindsight", () => {
    const { blocks, shares } = tableOf('2022-12-24', 1, 'template');
    expect([shares[0]!.key, shares[0]!.blocks, blocks]).toEqual(['antpooltemplates', 55, 89]);
    expect(shares[0]!.share.toFixed(3)).toBe('0.618');
  });

  it('show no template group on 2022-12-24 as known then', () => {
    const { shares } = tableOf('2022-12-24', 1, 'template', 'then');
    expect(shares.some(({ key }) => key === 'antpooltemplates')).toBe(false);
  });
});
