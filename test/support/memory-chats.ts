import type { Chat } from '../../lib/chats/chat.ts';
import { type ChatKey, shardOf } from '../../lib/chats/chat-key.ts';
import type { ChatStore } from '../../lib/chats/chat-store.ts';

/** Chats in memory, for runs too long for a table; without a command limit. */
export function memoryChats(): ChatStore {
  const chats = new Map<string, Chat>();
  const keyOf = ({ vendor, address }: ChatKey) => `${vendor} ${address}`;
  return {
    loadChat: async (key) => chats.get(keyOf(key)),
    loadChats: async (vendor, addresses) => ({
      chats: addresses.flatMap((address) => chats.get(keyOf({ vendor, address })) ?? []),
      damaged: [],
    }),
    async saveChat(chat) {
      const saved = { ...chat, revision: chat.revision + 1 };
      chats.set(keyOf(chat), saved);
      return saved;
    },
    async eraseChat(key) {
      chats.delete(keyOf(key));
    },
    countCommand: async () => 1,
    loadShard: async (vendor, shard) => ({
      chats: [...chats.values()].filter((chat) => chat.vendor === vendor && shardOf(chat) === shard),
      damaged: [],
      next: null,
    }),
  };
}
