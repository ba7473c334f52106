import type { Chat } from '../chats/chat.ts';
import type { ChatKey } from '../chats/chat-key.ts';

export type ChatRequest = {
  readonly chat: ChatKey;
  readonly kind: Chat['kind'];
  /** Telegram: the forum topic it was sent in. */
  readonly topic: number | null;
  /** Discord: whether this is an announcement channel, as reported with the request. */
  readonly isAnnouncement?: boolean;
  /** Whether the sender may change the chat's settings, as reported with the request; true in a private chat. */
  readonly isAdmin: boolean;
  /** When it was sent, in Unix seconds. */
  readonly at: number;
  readonly input: Input;
};

export type Input =
  /** A message: `/pool ant`, `/pool@bot ant`, or without a slash in a private chat. */
  | { readonly kind: 'text'; readonly text: string }
  /** A slash command with separate options. */
  | {
      readonly kind: 'options';
      readonly command: string;
      readonly options: Readonly<Record<string, string>>;
    }
  /** The payload of one of our buttons, possibly forged. */
  | { readonly kind: 'press'; readonly payload: string };

/** An inline query from any chat: Telegram's `@bot us`. */
export type InlineQuery = {
  /** The sender's private chat, for rate limiting. */
  readonly asker: ChatKey;
  readonly text: string;
  /** Unix seconds. */
  readonly at: number;
};
