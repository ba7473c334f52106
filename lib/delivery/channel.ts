import type { Vendor } from '../chats/chat-key.ts';
import type { Picture } from '../messages/picture.ts';
import type { RenderedMessage } from '../messages/rendered.ts';
import type { PaceLimits } from './pace-state.ts';

/** Time limit of one delivery, however many requests it needs. */
export const SEND_SECONDS = 20;

export type TimeLeft = () => number;

export type Destination = {
  /** Equal for all attempts at one delivery: Discord deduplicates by it. */
  readonly deliveryId: string;
  /** Telegram: chat id or @channel name. Discord: channel id. */
  readonly chat: string;
  /** Telegram: the topic of a forum. */
  readonly topic?: number | null;
  /** Without a notification sound, as for digests. */
  readonly silent?: boolean;
  /** The service's id of the message to reply to. If that is gone, the message is sent without a reply. */
  readonly replyTo?: string | null;
};

/**
 * The outcome of one attempt. `reason` is for logs and never contains the token.
 * - `sent`: accepted. `note`: what else went wrong. `lostTopic`: the topic is closed or gone, so the message was sent
 *   outside it and says so.
 * - `moved`: not sent; the chat has a new id.
 * - `gone`: not sent; the chat is unknown or refuses us. That may change within hours.
 * - `wait`: not sent; rate limited. `isGlobal`: the service says the limit is for all chats; otherwise it may be this
 *   chat's own.
 * - `retry`: not sent; the service was unreachable or failed (5xx).
 * - `unknown`: the request may have been processed, but no readable answer came back.
 * - `refused`: not sent; the same request would fail again, for instance because of malformed text.
 * - `barred`: not sent; the service accepts nothing from this sender, whatever the chat: a wrong token, a blocked
 *   address.
 */
export type SendResult =
  | {
      readonly kind: 'sent';
      readonly messageId: string;
      readonly note?: string;
      readonly lostTopic?: true;
    }
  | { readonly kind: 'moved'; readonly chat: string }
  | { readonly kind: 'wait'; readonly seconds: number; readonly isGlobal: boolean }
  | { readonly kind: 'gone' | 'retry' | 'unknown' | 'refused' | 'barred'; readonly reason: string };

/** Whether a message is among a chat's recent ones; `not-possible`: the service has no way to search. */
export type FindResult =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' | 'not-possible' }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * A messaging service. Each call makes a single attempt; retrying is up to the caller. If the service refuses a
 * picture, the message is sent without it.
 */
export type Channel = {
  readonly vendor: Vendor;
  /** Request rates; `chatIntervalMs`: the shortest interval between two messages to one chat, in milliseconds. */
  readonly pace: PaceLimits & { readonly chatIntervalMs: number };
  /** Whether the service recognises a repeated delivery to a chat within minutes and does not show it twice. */
  readonly deduplicates: (chat: string) => boolean;
  /** Searches a chat's recent messages, if the service allows that. Never throws. */
  readonly find?: (message: RenderedMessage, chat: string) => Promise<FindResult>;
  /**
   * Publishes a sent message to the channels that follow its own. Idempotent.
   *
   * @param isFollowed whether the channel can be followed; null if unknown, then the service is asked.
   */
  readonly crosspost?: (chat: string, messageId: string, isFollowed: boolean | null) => Promise<SendResult>;
  /**
   * Sends a message. Every answer, or the lack of one, is a result; never throws.
   *
   * @param timeLeft no request starts that could outlast it. Without it, only each request's own timeout applies.
   */
  readonly send: (
    message: RenderedMessage,
    to: Destination,
    picture?: Picture | null,
    timeLeft?: TimeLeft,
  ) => Promise<SendResult>;
};
