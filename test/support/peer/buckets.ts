/** How fast one bucket fills and how much it holds. */
export type BucketLimit = { readonly perSecond: number; readonly burst: number };

/** Token buckets by key, each stored as the time at which it will be full again. */
export type Buckets = {
  /** Seconds until there is a token for `key`; 0 = now. Takes none. */
  readonly wait: (key: string, limit: BucketLimit, nowMs: number) => number;
  readonly take: (key: string, limit: BucketLimit, nowMs: number) => void;
};

/** Full buckets are removed once there are this many, and twice as many as after the last clean-up. */
const MIN_TO_CLEAN = 10_000;

export function createBuckets(): Buckets {
  const fullAt = new Map<string, number>();
  let cleanAbove = MIN_TO_CLEAN;
  const clean = (nowMs: number) => {
    for (const [key, time] of fullAt) if (time <= nowMs) fullAt.delete(key);
    cleanAbove = Math.max(MIN_TO_CLEAN, 2 * fullAt.size);
  };
  return {
    wait: (key, { perSecond, burst }, nowMs) => {
      const emptyMs = ((burst - 1) / perSecond) * 1000;
      return Math.max(0, ((fullAt.get(key) ?? 0) - nowMs - emptyMs) / 1000);
    },
    take: (key, { perSecond }, nowMs) => {
      fullAt.set(key, Math.max(fullAt.get(key) ?? 0, nowMs) + 1000 / perSecond);
      if (fullAt.size > cleanAbove) clean(nowMs);
    },
  };
}
