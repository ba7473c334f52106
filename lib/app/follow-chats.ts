import type { Chat, ChatKey } from '../chat/chat.ts';
import type { ChatBook } from '../chat/chat-book.ts';
import type { ChatStore } from '../chat/chat-store.ts';

/** People change settings while services report; somebody always gets through. */
const TRIES = 10;

/** Keeps stored chats as their services say they are; a chat that never asked for anything is not kept. */
export function followChats(store: ChatStore): ChatBook {
  return {
    shutOut: (key, reason, at) =>
      change(store, key, (chat) =>
        chat.standing.kind === 'gone'
          ? chat
          : { ...chat, standing: { kind: 'gone', reason, since: Math.floor(at) } },
      ),
    letIn: (key) =>
      change(store, key, (chat) =>
        chat.standing.kind === 'on' ? chat : { ...chat, standing: { kind: 'on' } },
      ),
    async moved(from, to) {
      const chat = await store.loadChat(from);
      if (chat === undefined) return;
      // A chat that joined under the new id meanwhile keeps its settings.
      if ((await store.loadChat(to)) === undefined) await store.saveChat({ ...chat, ...to, revision: 0 });
      await store.eraseChat(from);
    },
  };
}

async function change(store: ChatStore, key: ChatKey, changed: (chat: Chat) => Chat): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const chat = await store.loadChat(key);
    if (chat === undefined) return;
    const next = changed(chat);
    if (next === chat) return;
    try {
      await store.saveChat(next);
      return;
    } catch (error) {
      if (attempt === TRIES || (error as { readonly retryable?: boolean }).retryable !== true) throw error;
    }
  }
}
