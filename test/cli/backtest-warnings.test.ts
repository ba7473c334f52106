import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

type Document = {
  readonly schema: string;
  readonly falseFirings: readonly Readonly<Record<string, number | string>>[];
  readonly delays: readonly Readonly<Record<string, number | string>>[];
};

describe('backtest warnings', () => {
  it('lists false firings and delays of the rules and the detector', async () => {
    const { code, stdout } = await runCli(['backtest', 'warnings', '--years', '1', '--jumps', '2', '--json']);
    expect(code).toBe(0);
    const { schema, falseFirings, delays }: Document = JSON.parse(stdout);
    expect(schema).toBe('hashtilt/backtest-warnings@1');
    const detectors = ['today', 'calm', 'fast', 'both'];
    expect([...new Set(falseFirings.map(({ detector }) => detector))]).toEqual(detectors);
    expect([...new Set(delays.map(({ detector }) => detector))]).toEqual(detectors);
    expect(Object.keys(falseFirings[0]!)).toEqual(
      expect.arrayContaining(['detector', 'threshold', 'share', 'perYear', 'perYearError', 'years']),
    );
    for (const row of delays) {
      expect(row.from).toBeLessThan(row.to as number);
      expect(row.threshold).toBeGreaterThanOrEqual(row.from as number);
      expect(row.threshold).toBeLessThan(row.to as number);
      for (const days of ['medianDays', 'p90Days', 'meanDays', 'optimalDays'])
        expect(row[days]).toBeGreaterThan(0);
    }
  });

  it.each(['0', '-1', '1.5', 'many'])('refuses %s years', async (years) => {
    expect(await runCli(['backtest', 'warnings', `--years=${years}`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Expected a whole number from 1 to 999999.'),
    });
  });
});
