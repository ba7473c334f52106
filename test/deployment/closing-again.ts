import { afterAll, beforeAll, inject } from 'vitest';
import { type EmulatedClock, startClock } from './emulator/clock.ts';
import { type ClosingAgain, closeAgain } from './emulator/closing.ts';
import { type Days, recentDays } from './emulator/day.ts';
import { loadValue } from './emulator/saved-value.ts';

/** How long the tests of one closing may take. */
export const LONGEST_MS = 900_000;

/** The closing that was run once for all tests, in a separate table while the calling file's tests run. */
export function closingForTests(): {
  readonly days: Days;
  readonly clock: EmulatedClock;
  /** To be called only within tests. */
  readonly closing: () => ClosingAgain;
} {
  const days = recentDays(inject('startedAt'));
  const clock = startClock(days.timeOf(0));
  let closing: ClosingAgain | undefined;
  beforeAll(async () => {
    closing = await closeAgain(inject('assembly'), clock, days, loadValue(inject('closing')));
  }, LONGEST_MS);
  afterAll(async () => {
    await closing?.close();
    clock.stop();
  });
  return { days, clock, closing: () => closing! };
}
