import { type BucketLimit, createBuckets } from '../peer/buckets.ts';
import type { Chat } from './chats.ts';

/** What Telegram allows; null = no limit. */
export type PaceLimits = {
  readonly all: BucketLimit | null;
  readonly chat: BucketLimit | null;
  readonly group: BucketLimit | null;
};

/**
 * Telegram's FAQ for bots: about 30 messages a second over all chats, one a second in one chat with short
 * bursts, 20 a minute in one group. It does not give the depth of the buckets.
 */
export const DOCUMENTED_PACE: PaceLimits = {
  all: { perSecond: 30, burst: 30 },
  chat: { perSecond: 1, burst: 10 },
  group: { perSecond: 20 / 60, burst: 20 },
};

export type Pace = {
  /** Whole seconds to wait before a message to `chat`; 0 = it may be sent, and was counted. */
  readonly take: (chat: Chat, limits: PaceLimits, nowMs: number) => number;
};

export function createPace(): Pace {
  const buckets = createBuckets();
  return {
    take: (chat, { all, chat: perChat, group }, nowMs) => {
      const isGroup = chat.type === 'group' || chat.type === 'supergroup';
      const applied: [string, BucketLimit][] = [];
      if (all !== null) applied.push(['all', all]);
      if (perChat !== null) applied.push([`chat ${chat.id}`, perChat]);
      if (group !== null && isGroup) applied.push([`group ${chat.id}`, group]);
      const seconds = Math.max(0, ...applied.map(([key, limit]) => buckets.wait(key, limit, nowMs)));
      if (seconds > 0) return Math.ceil(seconds);
      for (const [key, limit] of applied) buckets.take(key, limit, nowMs);
      return 0;
    },
  };
}
