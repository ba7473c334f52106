import type { Chat } from './chat.ts';
import { type ChatKey, SHARDS, VENDORS, type Vendor } from './chat-key.ts';

export type SomeChats = {
  readonly chats: readonly Chat[];
  /** Stored chats that cannot be read, reported here so that the others are still processed. */
  readonly damaged: readonly { readonly address: string; readonly reason: string }[];
};

/** A page of a shard's chats, in ascending order of address. */
export type ShardPage = SomeChats & {
  /** The address to continue after; null on the last page. */
  readonly next: string | null;
};

export type ChatStore = {
  /** Undefined if the chat is not stored. */
  loadChat(key: ChatKey): Promise<Chat | undefined>;
  /** The stored ones among these chats, in no particular order. */
  loadChats(vendor: Vendor, addresses: readonly string[]): Promise<SomeChats>;
  /**
   * Saves a chat, replacing the stored revision `chat.revision` (0 for a new chat).
   *
   * @returns the chat with its new revision.
   * @throws StaleWriteError if another writer has saved it meanwhile.
   */
  saveChat(chat: Chat): Promise<Chat>;
  /** Erases a chat and everything stored about it, including its delivery records. Idempotent. */
  eraseChat(key: ChatKey): Promise<void>;
  /**
   * Counts a command of a chat, stored or not. Inline queries are counted separately, since every keystroke is a query,
   * and so are texts that were not understood, which are counted regardless of the minute.
   *
   * @param minute Unix time in whole minutes.
   * @returns the count in that minute, including this command.
   */
  countCommand(key: ChatKey, minute: number, kind: 'command' | 'inline' | 'puzzled'): Promise<number>;
  /** Loads at most `limit` chats of a shard with addresses after `after` (null: from the start). */
  loadShard(vendor: Vendor, shard: number, after: string | null, limit: number): Promise<ShardPage>;
};

const PAGE = 100;

/** Iterates over the chats of all services, page by page. */
export async function* eachPage(store: Pick<ChatStore, 'loadShard'>) {
  for (const vendor of VENDORS)
    for (let shard = 0; shard < SHARDS; shard++)
      for (let after: string | null | undefined; after !== null; ) {
        const { next, ...some }: ShardPage = await store.loadShard(vendor, shard, after ?? null, PAGE);
        yield { vendor, ...some };
        after = next;
      }
}
