import type { Chat } from '../chats/chat.ts';
import type { ChatKey } from '../chats/chat-key.ts';

/** What somebody wants of the bot, whatever the service. */
export type ChatRequest = {
  readonly chat: ChatKey;
  readonly kind: Chat['kind'];
  /** Telegram: the topic of a forum it was said in. */
  readonly topic: number | null;
  /** Discord: whether other servers can follow the channel, as the service says at this moment. */
  readonly isAnnouncement?: boolean;
  /** Whether who asks may change the chat's settings, as the service says at this moment; true in a private chat. */
  readonly isAdmin: boolean;
  /** When it was said, in Unix seconds. */
  readonly at: number;
  readonly said: Said;
};

export type Said =
  /** A message: `/pool ant`, `/pool@bot ant`, or in a private chat also without a slash. */
  | { readonly kind: 'text'; readonly text: string }
  /** A slash command whose options were filled in one by one. */
  | {
      readonly kind: 'options';
      readonly command: string;
      readonly options: Readonly<Record<string, string>>;
    }
  /** The payload of a button of ours, or what somebody forged in its place. */
  | { readonly kind: 'press'; readonly payload: string };

/** Something asked from any chat, to be shown in that chat: Telegram's `@bot us`. */
export type InlineQuery = {
  /** The private chat with whoever asks: where the asking is counted. */
  readonly asker: ChatKey;
  readonly text: string;
  /** Unix seconds. */
  readonly at: number;
};
