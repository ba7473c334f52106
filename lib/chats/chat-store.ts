import type { Chat } from './chat.ts';
import type { ChatKey, Vendor } from './chat-key.ts';

export type SomeChats = {
  readonly chats: readonly Chat[];
  /** Stored chats that cannot be read, reported so that the others go on. */
  readonly damaged: readonly { readonly address: string; readonly reason: string }[];
};

/** Some chats of one shard, ascending by address. */
export type ShardPage = SomeChats & {
  /** The address to continue after; null on the last page. */
  readonly next: string | null;
};

/** Keeps chats with their settings and watches. */
export type ChatStore = {
  /** Undefined where the chat is not known. */
  loadChat(key: ChatKey): Promise<Chat | undefined>;
  /** Those of some chats that are known, in no order. */
  loadChats(vendor: Vendor, addresses: readonly string[]): Promise<SomeChats>;
  /**
   * Saves a chat in place of that of revision `chat.revision` (0: it is new).
   *
   * @returns the chat with its new revision.
   * @throws StaleWriteError when another writer has saved it meanwhile.
   */
  saveChat(chat: Chat): Promise<Chat>;
  /** Erases a chat and everything kept about it, including its delivery records. Harmless to repeat. */
  eraseChat(key: ChatKey): Promise<void>;
  /**
   * Counts one more command of a chat, known or not, in a minute of Unix time. Inline queries are counted separately,
   * since every letter typed is another one, and so is what was not understood, whenever that was.
   *
   * @returns how many there were in that minute, this one included.
   */
  countCommand(key: ChatKey, minute: number, kind: 'command' | 'inline' | 'puzzled'): Promise<number>;
  /** At most `limit` chats of a shard whose address follows `after` (null: from the start). */
  loadShard(vendor: Vendor, shard: number, after: string | null, limit: number): Promise<ShardPage>;
};
