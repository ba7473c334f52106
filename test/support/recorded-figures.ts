import { latestFigures } from '../../lib/app/latest-figures.ts';
import type { LatestFigures } from '../../lib/chat/figures.ts';
import { addDays, type UtcDay } from '../../lib/ledger/utc-day.ts';
import { recordedInput } from './recorded.ts';

/** The figures of a recorded day, computed as the daily job does it, with the ledger they come from. */
export function recordedFigures(day?: UtcDay) {
  const input = recordedInput();
  const on = day ?? input.ledger.at(-1)!.day;
  const ledger = input.ledger.filter((entry) => addDays(on, -400) < entry.day && entry.day <= on);
  const figures: LatestFigures = latestFigures(input, on);
  return { figures, ledger };
}
