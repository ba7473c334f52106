import { changeChat, moveChat, type RecordCopies } from './change-chat.ts';
import { letIn } from './chat.ts';
import type { ChatBook } from './chat-book.ts';
import type { ChatStore } from './chat-store.ts';
import { type ChatTallies, noteRefusal } from './refusals.ts';

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
