import type { Vendor } from '../chats/chat-key.ts';
import type { Picture } from '../messages/picture.ts';
import type { RenderedMessage } from '../messages/rendered.ts';
import type { PaceLimits } from './pace-state.ts';

/** How long one delivery may take, however many requests it needs: then nobody waits for an answer any longer. */
export const SEND_SECONDS = 20;

/** Milliseconds left for a delivery. */
export type TimeLeft = () => number;

/** Where one delivery goes. */
export type Destination = {
  /** The same for every attempt at one delivery: Discord tells repeats by it. */
  readonly deliveryId: string;
  /** Telegram: chat id or @channel name. Discord: channel id. */
  readonly chat: string;
  /** Telegram: the topic of a forum. */
  readonly topic?: number | null;
  /** Without a sound, as digests come. */
  readonly silent?: boolean;
  /** The service's id of an earlier message there that this one follows on. Where that is gone, it stands alone. */
  readonly replyTo?: string | null;
};

/**
 * What came of one attempt. `reason` is for logs and never holds the token.
 * - `sent`: the service has it. `note`: what went wrong besides. `lostTopic`: the topic is closed or gone, so the message
 *   came outside of it, and said so.
 * - `moved`: not sent; the chat lives on under another id.
 * - `gone`: not sent; the chat is unknown, or does not let us in. It may do so again in some hours.
 * - `wait`: not sent; the service asks for a pause. `everybody`: it says that it means all chats; else it may mean this one.
 * - `retry`: not sent; the service was not reached, or failed (5xx).
 * - `unknown`: the request may have been carried out, but no answer that can be read came back.
 * - `refused`: not sent; the same request fails again, such as a text of a wrong form.
 * - `barred`: not sent; the service takes nothing from this sender, whatever the chat: a wrong token, a barred address.
 */
export type SendResult =
  | {
      readonly kind: 'sent';
      readonly messageId: string;
      readonly note?: string;
      readonly lostTopic?: true;
    }
  | { readonly kind: 'moved'; readonly chat: string }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'wait'; readonly seconds: number; readonly everybody: boolean }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'barred'; readonly reason: string };

/** Whether a message is among the last ones of a chat; `not-possible`: the service does not let us look. */
export type FindResult =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' | 'not-possible' }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * One service that carries messages. A single attempt per call: repeating is the caller's decision. A message whose
 * picture the service does not take is sent without it.
 */
export type Channel = {
  readonly vendor: Vendor;
  /** How fast the service may be asked; `apartMs`: the least milliseconds between two messages to one chat. */
  readonly pace: PaceLimits & { readonly apartMs: number };
  /** Whether a repeat of a delivery to a chat within some minutes is told as one, and not shown twice. */
  readonly deduplicates: (chat: string) => boolean;
  /** Looks for a message among the last ones of a chat; only where the service allows. It does not throw. */
  readonly find?: (message: RenderedMessage, chat: string) => Promise<FindResult>;
  /**
   * Hands a message that was sent on to the channels that follow its own; where it has been before, that is done.
   *
   * @param isFollowed null: where the channel is one that can be.
   */
  readonly handOn?: (chat: string, messageId: string, isFollowed: boolean | null) => Promise<SendResult>;
  /**
   * Every answer of the service, and none, is a result; it does not throw.
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
