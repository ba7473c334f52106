import type { Vendor } from '../chats/chat-key.ts';
import type { Picture } from '../messages/picture.ts';
import type { RenderedMessage } from '../messages/rendered.ts';
import type { PaceLimits } from './pace-state.ts';

/** How long one delivery may take, however many requests it needs; no answer is awaited any longer. */
export const SEND_SECONDS = 20;

/** Milliseconds left for a delivery. */
export type TimeLeft = () => number;

/** Where one delivery goes. */
export type Destination = {
  /** The same for every attempt at one delivery: Discord recognises repeats by it. */
  readonly deliveryId: string;
  /** Telegram: chat id or @channel name. Discord: channel id. */
  readonly chat: string;
  /** Telegram: the topic of a forum. */
  readonly topic?: number | null;
  /** Without a sound, as digests come. */
  readonly silent?: boolean;
  /** The service's id of an earlier message there that this one replies to. Where that is gone, it stands alone. */
  readonly replyTo?: string | null;
};

/**
 * What came of one attempt. `reason` is for logs and never holds the token.
 * - `sent`: the service has it. `note`: what else went wrong. `lostTopic`: the topic is closed or gone, so the message
 *   went outside of it, and says so.
 * - `moved`: not sent; the chat has another id now.
 * - `gone`: not sent; the chat is unknown, or does not let us in. It may do so again in some hours.
 * - `wait`: not sent; the service asks for a pause. `everybody`: it says that this is for all chats; else it may be for
 *   this one.
 * - `retry`: not sent; the service was not reached, or failed (5xx).
 * - `unknown`: the request may have been carried out, but no readable answer came back.
 * - `refused`: not sent; the same request would fail again, such as a malformed text.
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
  | { readonly kind: 'wait'; readonly seconds: number; readonly everybody: boolean }
  | { readonly kind: 'gone' | 'retry' | 'unknown' | 'refused' | 'barred'; readonly reason: string };

/** Whether a message is among the last ones of a chat; `not-possible`: the service offers no way to look. */
export type FindResult =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' | 'not-possible' }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * One service that carries messages. A single attempt per call: repeating is up to the caller. A message whose picture
 * the service refuses is sent without it.
 */
export type Channel = {
  readonly vendor: Vendor;
  /** How fast the service may be asked; `apartMs`: the least time between two messages to one chat, in milliseconds. */
  readonly pace: PaceLimits & { readonly apartMs: number };
  /** Whether a repeat of a delivery to a chat within some minutes is recognised, and not shown twice. */
  readonly deduplicates: (chat: string) => boolean;
  /** Looks for a message among the last ones of a chat, where the service allows that. It does not throw. */
  readonly find?: (message: RenderedMessage, chat: string) => Promise<FindResult>;
  /**
   * Hands a message that was sent on to the channels that follow its own. A repeat succeeds and does nothing.
   *
   * @param isFollowed whether the channel can be followed; null: not known, so the service is asked.
   */
  readonly handOn?: (chat: string, messageId: string, isFollowed: boolean | null) => Promise<SendResult>;
  /**
   * Every answer of the service, and a missing one, is a result; it does not throw.
   *
   * @param timeLeft no request begins that may outlast it. Without it, each request has only its own timeout.
   */
  readonly send: (
    message: RenderedMessage,
    to: Destination,
    picture?: Picture | null,
    timeLeft?: TimeLeft,
  ) => Promise<SendResult>;
};
