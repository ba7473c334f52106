import { memo } from '../../memo.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Lens, Span } from './lens.ts';
import { ownerChangeDays } from './owners.ts';
import { seatChangeDays } from './seats.ts';
import { templateChangeDays } from './templates.ts';

const CHANGE_DAYS: Readonly<Record<Lens, readonly UtcDay[]>> = {
  pool: [],
  owner: ownerChangeDays,
  template: templateChangeDays,
  'operator-country': [...ownerChangeDays, ...seatChangeDays],
};

/** The number of a lens's change days up to a day; cached, since a replay asks for the same days repeatedly. */
const changesUpTo = memo((lens: Lens) =>
  memo((day: UtcDay) => changeDaysOf(lens).filter((changeDay) => changeDay <= day).length),
);

/** Days on which a lens may group blocks differently from the day before, ascending. */
export const changeDaysOf = memo((lens: Lens): readonly UtcDay[] => [...new Set(CHANGE_DAYS[lens])].sort());

/** Identifies a span by the change days before and within it: spans with equal keys group every day alike. */
export function groupingKey(lens: Lens, { from, day }: Span): string {
  const countUpTo = changesUpTo(lens);
  return `${countUpTo(from)} ${countUpTo(day)}`;
}
