/** A store of tokens that fills at a steady rate ("Throttle requests to your HTTP APIs"). */
export type TokenBucket = {
  /** Takes one. @returns false where there is none. */
  readonly take: () => boolean;
};

export function createTokenBucket({
  rate,
  burst,
}: {
  /** Tokens a second. */
  readonly rate: number;
  /** The most that it holds. */
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
