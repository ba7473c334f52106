import { expect, it } from 'vitest';
import { updateLedger } from '../../lib/core/ledger/update-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';

const missing = (day: string) => ({ kind: 'missing', day: parseDay(day) }) as const;

it('days that an interrupted save left out of the middle of the ledger are added as missing', () => {
  const torn = [missing('2026-05-01'), missing('2026-05-03'), missing('2026-05-05')];
  expect(updateLedger(torn, [], '1')).toEqual([missing('2026-05-02'), missing('2026-05-04')]);
});

it('a ledger without a gap is unchanged', () => {
  expect(updateLedger([missing('2026-05-01'), missing('2026-05-02')], [], '1')).toEqual([]);
});
