import type { RenderedMessage } from '../messages/render.ts';

/** Where one delivery goes. */
export type Destination = {
  /** The same for every attempt at one delivery: Discord tells repeats by it. */
  readonly deliveryId: string;
  /** Telegram: chat id or @channel name. Discord: channel id. */
  readonly chat: string;
  /** Telegram: the topic of a forum. */
  readonly topic?: number;
  /** Without a sound, as digests come. */
  readonly silent?: boolean;
};

/**
 * What came of one attempt. `reason` is for logs and never holds the token.
 * - `sent`: the service has it.
 * - `moved`: not sent; the chat lives on under another id.
 * - `gone`: not sent; the chat is unknown, or does not let us in any more.
 * - `wait`: not sent; the service asks for a pause. `everybody`: of all chats, not of this one alone.
 * - `retry`: not sent; the service was not reached, or failed (5xx).
 * - `unknown`: the request may have been carried out, but no answer that can be read came back.
 * - `refused`: not sent; our own fault (token, text, settings), so the same request fails again.
 */
export type SendResult =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'moved'; readonly chat: string }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'wait'; readonly seconds: number; readonly everybody: boolean }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** One service that carries messages. A single attempt per call: repeating is the caller's decision. */
export type Channel = {
  readonly vendor: 'telegram' | 'discord';
  /** Every answer of the service, and none, is a result; it does not throw. */
  readonly send: (message: RenderedMessage, to: Destination) => Promise<SendResult>;
};
