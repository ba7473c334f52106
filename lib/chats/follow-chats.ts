import { changeChat, leaveChat, moveChat, type RecordCopies } from './change-chat.ts';
import type { ChatBook } from './chat-book.ts';
import type { ChatStore } from './chat-store.ts';

/** Keeps stored chats as their services say they are; a chat that never asked for anything is not kept. */
export function followChats(store: {
  readonly chats: ChatStore;
  readonly deliveries: RecordCopies;
}): ChatBook {
  return {
    blocked: (key, reason, at) => leaveChat(store, key, reason, Math.floor(at)),
    async letIn(key) {
      await changeChat(store.chats, key, (chat) =>
        chat.standing.kind === 'on' ? chat : { ...chat, standing: { kind: 'on' } },
      );
    },
    async moved(from, { address }) {
      const chat = await store.chats.loadChat(from);
      if (chat !== undefined) await moveChat(store, chat, address);
    },
  };
}
