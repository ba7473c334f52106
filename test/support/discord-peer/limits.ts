import { createBuckets } from '../peer/buckets.ts';
import type { Reply } from '../peer/http-peer.ts';
import type { DiscordLimits } from './options.ts';

/** 50 requests a second overall; 5 in 5 s per channel, as observed for messages; a ban after 10,000 refusals. */
export const DOCUMENTED_LIMITS: DiscordLimits = {
  global: { perSecond: 50, burst: 50 },
  route: { limit: 5, perSeconds: 5 },
  headers: true,
  invalid: 10_000,
};

const INVALID_WINDOW_MS = 600_000;

export type RouteLimits = {
  /** Counts a request; returns a 429 if it exceeds a limit, otherwise the headers of its answer. */
  readonly take: (route: string, exempt: boolean, limits: DiscordLimits, nowMs: number) => Reply | Headers;
  /** Counts a refusal towards a ban of the address. */
  readonly countInvalid: (nowMs: number) => void;
  /** Refusals counted in the last ten minutes. */
  readonly invalid: (nowMs: number) => number;
};
type Headers = { readonly headers: Readonly<Record<string, string>> };

export function createLimits(): RouteLimits {
  const buckets = createBuckets();
  const windows = new Map<string, { left: number; resetAt: number }>();
  let refusals: number[] = [];

  function windowOf(route: string, limit: number, perSeconds: number, nowMs: number) {
    const known = windows.get(route);
    if (known !== undefined && known.resetAt > nowMs) return known;
    const opened = { left: limit, resetAt: nowMs + perSeconds * 1000 };
    windows.set(route, opened);
    if (windows.size > 10_000) {
      for (const [key, { resetAt }] of windows) if (resetAt <= nowMs) windows.delete(key);
    }
    return opened;
  }

  return {
    take: (route, exempt, { global, route: perRoute, headers }, nowMs) => {
      const seconds = global === null || exempt ? 0 : buckets.wait('global', global, nowMs);
      if (seconds > 0) return tooMany(seconds, 'global', {});
      const window = perRoute && windowOf(route, perRoute.limit, perRoute.perSeconds, nowMs);
      const routeHeaders = () => {
        if (window === null || perRoute === null || !headers) return {};
        return {
          'x-ratelimit-limit': String(perRoute.limit),
          'x-ratelimit-remaining': String(Math.max(0, window.left)),
          'x-ratelimit-reset': String(window.resetAt / 1000),
          'x-ratelimit-reset-after': String((window.resetAt - nowMs) / 1000),
          'x-ratelimit-bucket': Buffer.from(route.split(':')[0]!).toString('hex').slice(0, 32),
        };
      };
      if (window !== null && window.left <= 0)
        return tooMany((window.resetAt - nowMs) / 1000, 'user', routeHeaders());
      if (window !== null) window.left -= 1;
      if (global !== null && !exempt) buckets.take('global', global, nowMs);
      return { headers: routeHeaders() };
    },
    countInvalid: (nowMs) => {
      refusals.push(nowMs);
    },
    invalid: (nowMs) => {
      refusals = refusals.filter((time) => nowMs - time < INVALID_WINDOW_MS);
      return refusals.length;
    },
  };
}

export function tooMany(
  seconds: number,
  scope: 'user' | 'global' | 'shared',
  headers: Readonly<Record<string, string>>,
): Reply {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' },
    headers: {
      ...headers,
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
    },
  };
}

/** Answer of the firewall in front of Discord to a banned address. */
export function banned(): Reply {
  return { status: 429, body: '<html>You are being blocked</html>', headers: { 'retry-after': '3600' } };
}
