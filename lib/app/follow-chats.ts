import type { ChatBook } from '../chat/chat-book.ts';
import type { ChatStore } from '../chat/chat-store.ts';
import type { DeliveryStore } from '../chat/delivery-store.ts';
import { changeChat, leaveChat, moveChat } from './change-chat.ts';

/** Keeps stored chats as their services say they are; a chat that never asked for anything is not kept. */
export function followChats(store: {
  readonly chats: ChatStore;
  readonly deliveries: DeliveryStore;
}): ChatBook {
  return {
    shutOut: (key, reason, at) => leaveChat(store, key, reason, Math.floor(at)),
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
