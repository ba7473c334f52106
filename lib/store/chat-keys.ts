import { type ChatKey, shardOf, type Vendor } from '../chats/chat-key.ts';

/** The partition of a shard's chats, which can be read page by page. */
export const shardPartition = (vendor: Vendor, shard: number) =>
  `CHATS#${vendor}#${String(shard).padStart(2, '0')}`;

/** The partition of everything else about a chat, which can be erased without a search. */
export const chatPartition = ({ vendor, address }: ChatKey) => `CHAT#${vendor}#${address}`;

export const chatItemKey = (key: ChatKey) => ({
  pk: shardPartition(key.vendor, shardOf(key)),
  sk: key.address,
});
