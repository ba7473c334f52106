import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { calendarTicks } from '../../../lib/messages/charts/calendar-ticks.ts';

function ticks(first: string, last: string): readonly string[] {
  const { ticks: days, tickText } = calendarTicks(parseDay(first), parseDay(last));
  return days.map(tickText);
}

describe('ticks of a time axis', () => {
  it('are weeks apart on a short axis, counted back from the last day', () => {
    expect(ticks('2024-11-04', '2024-12-30')).toEqual(['4 Nov', '18 Nov', '2 Dec', '16 Dec', '30 Dec']);
  });

  it('mark quarters over a year, with January labelled by its year', () => {
    expect(ticks('2024-01-01', '2025-01-31')).toEqual(['2024', 'Apr', 'Jul', 'Oct', '2025']);
  });

  it('mark years on a long axis', () => {
    expect(ticks('2020-01-30', '2026-04-21')).toEqual(['2021', '2022', '2023', '2024', '2025', '2026']);
  });

  it('are within the axis, in order, neither too few nor too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 0, max: 3000 }), (span, start) => {
        const first = addDays(parseDay('2010-01-01'), start);
        const last = addDays(first, span);
        const { ticks: days } = calendarTicks(first, last);
        expect(days.length).toBeGreaterThanOrEqual(2);
        expect(days.length).toBeLessThanOrEqual(9);
        expect(days).toEqual(days.toSorted());
        expect(days[0]! >= first).toBe(true);
        expect(days.at(-1)! <= last).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
