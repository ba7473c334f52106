import type { Chat } from './chat.ts';
import type { ChatKey, Vendor } from './chat-key.ts';

export type SomeChats = {
  readonly chats: readonly Chat[];
  /** Stored chats that cannot be read, set aside so that the others go on. */
  readonly damaged: readonly { readonly address: string; readonly reason: string }[];
};

/** Some chats of one shard, ascending by address. */
export type ShardPage = SomeChats & {
  /** Where the next page starts; null when this is the last. */
  readonly next: string | null;
};

/** Keeps chats with their settings and watches. */
export type ChatStore = {
  /** Undefined where the chat is not known. */
  loadChat(key: ChatKey): Promise<Chat | undefined>;
  /** Those that are known of some chats, in no order. */
  loadChats(vendor: Vendor, addresses: readonly string[]): Promise<SomeChats>;
  /**
   * Saves a chat in place of that of revision `chat.revision` (0: it is new).
   *
   * @returns the chat with its new revision.
   * @throws StaleWriteError when it was saved by somebody else meanwhile.
   */
  saveChat(chat: Chat): Promise<Chat>;
  /** Erases a chat and everything kept about it, also its delivery records. Harmless to repeat. */
  eraseChat(key: ChatKey): Promise<void>;
  /**
   * Counts one more command of a chat, known or not, in a minute of Unix time; what is asked inline is
   * counted apart, since it is asked again with every letter.
   *
   * @returns how many there were in that minute, this one included.
   */
  countCommand(key: ChatKey, minute: number, kind: 'command' | 'inline'): Promise<number>;
  /** At most `limit` chats of a shard whose address follows `after` (null: from the start). */
  loadShard(vendor: Vendor, shard: number, after: string | null, limit: number): Promise<ShardPage>;
};
