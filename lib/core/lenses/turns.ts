import { memo } from '../../memo.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { LENSES, type Lens, type Span } from './lens.ts';
import { ownerTurns } from './owners.ts';
import { seatTurns } from './seats.ts';
import { templateTurns } from './templates.ts';

const TURNS: Readonly<Record<Lens, readonly UtcDay[]>> = {
  pool: [],
  owner: ownerTurns,
  template: templateTurns,
  'operator-country': [...ownerTurns, ...seatTurns],
};

const turns = new Map(LENSES.map((lens) => [lens, [...new Set(TURNS[lens])].sort()]));

/** How many turns of a lens a day has behind it; a replay asks for the same days again and again. */
const turnsBehind = memo((lens: Lens) =>
  memo((day: UtcDay) => turnsOf(lens).filter((turn) => turn <= day).length),
);

/** Days on which a lens may group blocks differently from the day before, ascending. */
export function turnsOf(lens: Lens): readonly UtcDay[] {
  return turns.get(lens)!;
}

/** Which turns of a lens lie before a span, and which in it: spans of the same text group every day alike. */
export function turnsIn(lens: Lens, { from, day }: Span): string {
  const behind = turnsBehind(lens);
  return `${behind(from)} ${behind(day)}`;
}
