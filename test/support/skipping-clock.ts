import { setTimeout as sleep } from 'node:timers/promises';

export type SkippingClock = {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Returns almost at once, with the clock put forward to the end of the pause. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly advance: (seconds: number) => void;
  /** Sets the time, in Unix milliseconds. */
  readonly set: (ms: number) => void;
};

/**
 * A sender's clock that runs at real speed but skips pauses.
 *
 * @param onAdvance is told by how many seconds the clock was put forward. With the clocks of peers put forward as much,
 * their limits hold as if each pause had been waited out.
 */
export function skippingClock(onAdvance: (seconds: number) => void): SkippingClock {
  let ahead = 0;
  const now = () => performance.now() + ahead;
  const advance = (seconds: number) => {
    ahead += 1000 * seconds;
    onAdvance(seconds);
  };
  return {
    now,
    advance,
    set: (ms) => {
      ahead = ms - performance.now();
    },
    async sleep(ms) {
      const end = now() + ms;
      await sleep(1);
      // Another pause may have ended meanwhile, later than this one.
      if (now() < end) advance((end - now()) / 1000);
    },
  };
}
