import { describe, expect, it } from 'vitest';
import { simulateSteady } from '../../lib/core/signals/backtest/simulation.ts';

describe('the simulated rules', () => {
  it('fire as often as published at a true share two points below half: .38 times a year over seven days, 6.1 over one', () => {
    const years = 150;
    const { today } = simulateSteady(0.48, years, 77);
    // Both rules of the bound combined; a standard error is about .2.
    expect(today[3]! / years).toBeGreaterThan(6.48 - 0.8);
    expect(today[3]! / years).toBeLessThan(6.48 + 0.8);
  });
});

describe('the simulated detector', () => {
  it('gives no more false signals than its critical values allow', () => {
    // Eight subjects together are allowed one in ten years, so one subject of 30% one in eighty.
    const { up, down } = simulateSteady(0.3, 300, 79);
    expect(up + down).toBeLessThanOrEqual(9);
  });
});
