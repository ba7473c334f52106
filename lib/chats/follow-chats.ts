import { changeChat, moveChat, type RecordCopies } from './change-chat.ts';
import { letIn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';
import { type ChatTallies, noteRefusal } from './refusals.ts';

/** Notes what a service says about a chat, as opposed to what people ask in it. Each is harmless to repeat. */
export type ChatBook = {
  /**
   * The service announces that the chat no longer lets us in. @param reason goes on after "because". @param at Unix
   * seconds.
   */
  blocked(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The service refused something that was sent to the chat. @param at Unix seconds. */
  refused(key: ChatKey, reason: string, at: number): Promise<void>;
  /** The chat lets us in, for the first time or again. */
  letIn(key: ChatKey): Promise<void>;
  /** The chat has another address now. */
  moved(from: ChatKey, to: ChatKey): Promise<void>;
};

/** Updates stored chats as their services report; a chat that never asked for anything is not stored. */
export function followChats(store: {
  readonly chats: ChatStore;
  readonly deliveries: RecordCopies & ChatTallies;
}): ChatBook {
  return {
    async blocked(key, reason, at) {
      await changeChat(store.chats, key, (chat) =>
        chat.standing.kind === 'paused'
          ? chat
          : { ...chat, standing: { kind: 'paused', reason, since: Math.floor(at) } },
      );
    },
    async refused(key, reason, at) {
      await noteRefusal(store, key, reason, Math.floor(at));
    },
    async letIn(key) {
      await changeChat(store.chats, key, letIn);
    },
    async moved(from, { address }) {
      await moveChat(store, from, address);
    },
  };
}
