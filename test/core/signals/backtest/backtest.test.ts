import { describe, expect, it } from 'vitest';
import { closedThrough } from '../../../../lib/core/ledger/close-days.ts';
import {
  delayRows,
  falseFiringRows,
  falseSignalsTogether,
} from '../../../../lib/core/signals/backtest/rows.ts';
import { STEADY_SHARES } from '../../../../lib/core/signals/backtest/scenarios.ts';
import { simulateDetector } from '../../../../lib/core/signals/backtest/simulated-detector.ts';
import { simulateJumps, simulateSteady } from '../../../../lib/core/signals/backtest/simulation.ts';
import { CRITICAL_VALUES } from '../../../../lib/core/signals/critical-values.ts';
import { observeBlocks } from '../../../../lib/core/signals/detector.ts';
import { NO_BLOCKS_SEEN } from '../../../../lib/core/signals/detector-state.ts';
import { watchedOn } from '../../../../lib/core/signals/watched.ts';
import { generatedChain } from '../generated-chain.ts';

function median(days: readonly number[]): number {
  return days.toSorted((a, b) => a - b)[Math.floor(days.length / 2)]!;
}

describe('the simulated rules', () => {
  it('fire less often if they clear only when surely below', () => {
    const { today, calm } = simulateSteady(0.26, 40, 78);
    expect(calm[0]! * 3).toBeLessThan(today[0]!);
  });
});

describe('the simulated detector', () => {
  it('signals what the detector signals, at the same block', () => {
    // Shares only: for paces the detector uses medians of header times, the simulation true ones.
    const critical = {
      ...CRITICAL_VALUES,
      pace: [{ share: 1, up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }],
    };
    for (const [seed, share] of [
      [1, 0.1],
      [2, 0.45],
      [3, 0.7],
      [4, 0.02],
    ] as const) {
      const { blocks, ledger } = generatedChain(
        [
          { days: 3, share: 0.3 },
          { days: 4, share },
        ],
        seed,
      );
      const settings = { ledger, knowledge: 'now', bounds: [], critical } as const;
      const [detected] = observeBlocks(NO_BLOCKS_SEEN, blocks, settings).signals.filter(
        ({ subject, kind }) => subject === 'dcg' && kind !== 'run',
      );
      const detector = simulateDetector(critical);
      let through: string | undefined;
      const simulated = blocks.find(({ pool }, index) => {
        const day = closedThrough(blocks.slice(Math.max(0, index - 16), index + 1));
        if (index >= 16 && day !== undefined && day !== through) {
          const { share: past } = watchedOn(ledger, day, 'now', new Set()).find(
            ({ subject }) => subject === 'dcg',
          )!;
          if (through === undefined) detector.restart();
          detector.setBaseline(past!, { own: past!.own, trials: 90 });
          through = day;
        }
        return through !== undefined && detector.step(pool === 'foundryusa' ? 1 : 0, 0) !== null;
      });
      expect(simulated!.height).toBe(detected!.height);
    }
  });

  it('detects 30 to 51% within a median of one day, and 40 to 51% within three and a half', () => {
    expect(median(simulateJumps(0.3, 0.51, 150, 80).fast)).toBeLessThan(1.05);
    expect(median(simulateJumps(0.4, 0.51, 150, 81).fast)).toBeLessThan(3.7);
  });
});

describe('the backtest of warnings', () => {
  const steady = STEADY_SHARES.map((share, index) => simulateSteady(share, 1, index + 1));

  it('has a row for each detector, bound and true share, with its standard error', () => {
    const rows = falseFiringRows(steady);
    expect(rows).toHaveLength(4 * 6 * 4);
    for (const { perYear, perYearError, years } of rows) {
      expect(perYearError).toBeCloseTo(Math.sqrt(Math.max(perYear * years, 1)) / years, 10);
    }
  });

  it('adds up the false signals of everything watched, including the network', () => {
    const { subjects, perYear, bySubject } = falseSignalsTogether(steady);
    expect(subjects).toBe(8);
    expect(bySubject.map(({ share }) => share)).toContain(1);
    expect(perYear).toBeCloseTo(
      bySubject.reduce((sum, { up, down, years }) => sum + (up + down) / years, 0),
      10,
    );
  });

  it('gives `both` the delay of the faster one', () => {
    const rows = delayRows(steady, [simulateJumps(0.3, 0.38, 40, 82)]);
    const mean = (detector: string) => rows.find((row) => row.detector === detector)!.meanDays;
    expect(mean('both')).toBeLessThanOrEqual(Math.min(mean('calm'), mean('fast')));
    expect(mean('calm')).toBe(mean('today'));
  });

  it('starts every simulation from its seed', () => {
    expect(simulateSteady(0.3, 1, 5)).toEqual(simulateSteady(0.3, 1, 5));
    expect(simulateJumps(0.3, 0.51, 3, 5)).toEqual(simulateJumps(0.3, 0.51, 3, 5));
    expect(simulateJumps(0.3, 0.51, 3, 5).fast).not.toEqual(simulateJumps(0.3, 0.51, 3, 6).fast);
  });
});
