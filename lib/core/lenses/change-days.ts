import { memo } from '../../memo.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { LENSES, type Lens, type Span } from './lens.ts';
import { ownerChangeDays } from './owners.ts';
import { seatChangeDays } from './seats.ts';
import { templateChangeDays } from './templates.ts';

const TURNS: Readonly<Record<Lens, readonly UtcDay[]>> = {
  pool: [],
  owner: ownerChangeDays,
  template: templateChangeDays,
  'operator-country': [...ownerChangeDays, ...seatChangeDays],
};

const turns = new Map(LENSES.map((lens) => [lens, [...new Set(TURNS[lens])].sort()]));

/** How many turns of a lens a day has behind it; a replay asks for the same days again and again. */
const turnsBehind = memo((lens: Lens) =>
  memo((day: UtcDay) => changeDaysOf(lens).filter((turn) => turn <= day).length),
);

/** Days on which a lens may group blocks differently from the day before, ascending. */
export function changeDaysOf(lens: Lens): readonly UtcDay[] {
  return turns.get(lens)!;
}

/** Which turns of a lens lie before a span, and which in it: spans of the same text group every day alike. */
export function groupingKey(lens: Lens, { from, day }: Span): string {
  const behind = turnsBehind(lens);
  return `${behind(from)} ${behind(day)}`;
}
