import { describe, expect, it } from 'vitest';
import { watchedOn } from '../../../lib/core/signals/watched.ts';
import { type GeneratedDay, generatedLedger } from '../warnings/generated-ledger.ts';

function watched(days: readonly GeneratedDay[], kept: readonly string[] = []) {
  const ledger = generatedLedger(days);
  return watchedOn(ledger, ledger.at(-1)!.day, 'then', new Set(kept)).map(
    ({ lens, subject }) => `${lens} ${subject}`,
  );
}

const repeat = (day: GeneratedDay, times: number) => Array.from({ length: times }, () => day);

describe('the watched subjects', () => {
  it('have more than a twentieth of the blocks of 90 days, and are never unknown', () => {
    const day = { foundryusa: 60, viabtc: 30, ocean: 4, unknown: 50 };
    expect(watched(repeat(day, 90))).toEqual(['owner dcg', 'owner viabtc']);
  });

  it('include a newcomer with as much of the newest week', () => {
    const before = { foundryusa: 100, viabtc: 44 };
    expect(watched([...repeat(before, 83), ...repeat({ ...before, ocean: 8 }, 7)])).toEqual([
      'owner dcg',
      'owner ocean',
      'owner viabtc',
    ]);
  });

  it('include a template group and its largest pool, but not a pool that is all of its owner', () => {
    const day = { antpool: 60, braiinspool: 30, foundryusa: 54 };
    expect(watched(repeat(day, 90))).toEqual([
      'owner antpool',
      'owner braiins',
      'owner dcg',
      'template antpooltemplates',
    ]);
  });

  it('stay watched while a signal waits for its verdict', () => {
    const day = { foundryusa: 140, ocean: 4 };
    expect(watched(repeat(day, 90))).toEqual(['owner dcg']);
    expect(watched(repeat(day, 90), ['owner ocean'])).toEqual(['owner dcg', 'owner ocean']);
  });

  it('are none before a week of days has closed', () => {
    const day = { foundryusa: 100, viabtc: 44 };
    expect(watched(repeat(day, 6))).toEqual([]);
    expect(watched([...repeat(day, 6), 'missing'])).toEqual([]);
    expect(watched([day, 'missing', ...repeat(day, 6)])).toEqual(['owner dcg', 'owner viabtc']);
  });
});
