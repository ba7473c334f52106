import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../lib/bot/only-once.ts';

/** The machine's clock, which a test can move forward; waiting returns almost at once. */
export function testClock(): Clock & { readonly advance: (seconds: number) => void } {
  let ahead = 0;
  return {
    now: () => Date.now() / 1000 + ahead,
    sleep: async (seconds) => {
      ahead += seconds;
      await sleep(1);
    },
    advance: (seconds) => {
      ahead += seconds;
    },
  };
}
