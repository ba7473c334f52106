import { changeChat, moveChat, type RecordCopies } from './change-chat.ts';
import { switchOn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';
import { type ChatTallies, recordRefusal } from './refusals.ts';

/** Records what a service reports about chats, as opposed to what people ask in them. Every call is idempotent. */
export type ChatEvents = {
  /**
   * The service reported that the bot was blocked or removed. @param reason continues "because". @param at Unix
   * seconds.
   */
  blocked(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The service refused a message to the chat. @param at Unix seconds. */
  refused(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The bot was added or unblocked. */
  joined(key: ChatKey): Promise<void>;
  moved(from: ChatKey, to: ChatKey): Promise<void>;
};

/** Applies reports to stored chats; reports about chats that are not stored are ignored. */
export function followChats(store: {
  readonly chats: ChatStore;
  readonly deliveries: RecordCopies & ChatTallies;
}): ChatEvents {
  return {
    async blocked(key, reason, at) {
      await changeChat(store.chats, key, (chat) =>
        chat.standing.kind === 'paused'
          ? chat
          : { ...chat, standing: { kind: 'paused', reason, since: Math.floor(at) } },
      );
    },
    async refused(key, reason, at) {
      await recordRefusal(store, key, reason, Math.floor(at));
    },
    async joined(key) {
      await changeChat(store.chats, key, switchOn);
    },
    async moved(from, { address }) {
      await moveChat(store, from, address);
    },
  };
}
