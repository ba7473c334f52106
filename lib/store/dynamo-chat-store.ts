import { type Chat, chatSchema, olderChatSchemas } from '../chats/chat.ts';
import type { ChatStore, SomeChats } from '../chats/chat-store.ts';
import { chatItemKey, chatPartition, shardPartition } from './chat-keys.ts';
import { type Found, itemForm } from './item-form.ts';
import type { Table } from './table.ts';

export const chatForm = itemForm(chatSchema, olderChatSchemas);

/** Chats in DynamoDB: an item each, in the partition of its shard. */
export function dynamoChatStore(table: Table): ChatStore {
  return {
    loadChat: (key) => table.get(chatForm, chatItemKey(key)),
    async loadChats(vendor, addresses) {
      const keys = addresses.map((address) => chatItemKey({ vendor, address }));
      return someChats(await table.getAll(chatForm, keys));
    },
    async saveChat(chat) {
      await table.putRevision(chatForm, chatItemKey(chat), chat);
      return { ...chat, revision: chat.revision + 1 };
    },
    async eraseChat(key) {
      // The chat is deleted last, so that an interrupted erasure can be repeated.
      await table.deleteAll(await table.queryKeys(chatPartition(key)));
      await table.deleteAll([chatItemKey(key)]);
    },
    countCommand: (key, minute, kind) =>
      table.increment({ pk: chatPartition(key), sk: `ASKED#${kind}` }, minute),
    async loadShard(vendor, shard, after, limit) {
      const { items, next } = await table.page(chatForm, shardPartition(vendor, shard), after, limit);
      return { ...someChats(items), next };
    },
  };
}

function someChats(items: readonly Found<Chat>[]): SomeChats {
  return {
    chats: items.flatMap((item) => (item.kind === 'sound' ? [item.content] : [])),
    damaged: items.flatMap((item) =>
      item.kind === 'damaged' ? [{ address: item.sk, reason: item.reason }] : [],
    ),
  };
}
