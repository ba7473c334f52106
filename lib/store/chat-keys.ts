import { type ChatKey, shardOf, type Vendor } from '../chats/chat-key.ts';

/** Where the chats of a shard stand, so that they can be gone through page by page. */
export const shardPartition = (vendor: Vendor, shard: number) =>
  `CHATS#${vendor}#${String(shard).padStart(2, '0')}`;

/** Where everything else that is kept about a chat stands, so that it can be erased without looking for it. */
export const chatPartition = ({ vendor, address }: ChatKey) => `CHAT#${vendor}#${address}`;

export const chatItemKey = (key: ChatKey) => ({
  pk: shardPartition(key.vendor, shardOf(key)),
  sk: key.address,
});
