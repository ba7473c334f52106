/** A token bucket that fills at a steady rate ("Throttle requests to your HTTP APIs"). */
export type TokenBucket = {
  /** Takes a token. @returns false if there is none. */
  readonly take: () => boolean;
};

export function createTokenBucket({
  rate,
  burst,
}: {
  /** Tokens a second. */
  readonly rate: number;
  /** The most tokens that it holds. */
  readonly burst: number;
}): TokenBucket {
  let [tokens, at] = [burst, performance.now()];
  return {
    take: () => {
      const now = performance.now();
      tokens = Math.min(burst, tokens + (rate * (now - at)) / 1000);
      at = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
