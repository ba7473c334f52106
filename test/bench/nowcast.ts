import { createNowcaster, type Nowcaster, placeInterval } from '../../lib/core/geography/nowcast.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import { median, type Row } from './row.ts';

const ROUNDS = 50;

/**
 * Measures where machines stand: one day with every interval, warm, and all recorded days. The
 * day is one with regions of two countries, so that it has most places.
 */
export function benchNowcast(): readonly Row[] {
  const ledger = shippedLedger();
  const nowcaster = createNowcaster(ledger, 'then');
  const start = performance.now();
  for (const { day } of ledger) nowcastOf(nowcaster, day);
  const all = (performance.now() - start) / 1000;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    nowcastOf(nowcaster, parseDay('2022-06-01'));
    return performance.now() - from;
  });
  return [
    {
      name: 'nowcast of one day, every interval',
      figure: median(rounds),
      unit: 'ms',
      bar: 20,
      better: 'less',
    },
    {
      name: `nowcast of ${ledger.length} days, every interval`,
      figure: all,
      unit: 's',
      bar: 60,
      better: 'less',
    },
  ];
}

function nowcastOf(nowcaster: Nowcaster, day: UtcDay): void {
  const nowcast = nowcaster.on(day);
  for (const key of nowcast.figures.keys()) placeInterval(nowcast, key);
}
