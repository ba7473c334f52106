import { expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { withNote } from '../../lib/daily/evaluate-rules.ts';

const note = (day: string, came: readonly string[], went: readonly string[] = []) =>
  ({ kind: 'corrected', day: parseDay(day), days: [], came, went }) as const;

it('while a gap fills on one day there is one note, without changes that cancel out', () => {
  const first = withNote([], note('2026-05-28', ['a', 'b'], ['x']));
  expect(withNote(first, note('2026-05-28', ['x', 'c'], ['a']))).toEqual([note('2026-05-28', ['b', 'c'])]);
});

it('another day or reason gets its own note', () => {
  const notes = withNote([note('2026-05-28', ['a'])], note('2026-05-29', ['b']));
  expect(notes).toHaveLength(2);
  expect(withNote(notes, { ...note('2026-05-29', []), kind: 'basis-changed' })).toHaveLength(3);
});
