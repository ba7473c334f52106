import { createNowcaster, placeInterval } from '../../lib/core/geography/nowcast.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { duration, quickest, type Row, scriptOf, timeProcess, timesAsLong } from './row.ts';

const ROUNDS = 3;

/** Measures the machine model: all recorded days with every interval, against the bare pass over the same days. */
export function benchNowcast(): readonly Row[] {
  const ledger = shippedLedger();
  const rounds = Array.from({ length: ROUNDS }, () => ({
    bare: timeProcess([scriptOf('bare-pass.ts')]),
    nowcast: { milliseconds: nowcastAll(ledger), output: '' },
  }));
  const bare = { name: 'a bare pass', milliseconds: quickest(rounds.map((round) => round.bare)) };
  const all = quickest(rounds.map(({ nowcast }) => nowcast));
  const row = timesAsLong(`nowcast of ${ledger.length} days, every interval`, all, bare, 8);
  return [{ ...row, measured: `${row.measured}; ${duration(all / ledger.length)} a day` }];
}

function nowcastAll(ledger: ReturnType<typeof shippedLedger>): number {
  const start = performance.now();
  const nowcaster = createNowcaster(ledger, 'then');
  for (const { day } of ledger) {
    const nowcast = nowcaster.on(day);
    for (const key of nowcast.figures.keys()) placeInterval(nowcast, key);
  }
  return performance.now() - start;
}
