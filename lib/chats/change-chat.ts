import { type Chat, switchOn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/** The part of a delivery store needed to move a chat. */
export type RecordCopies = {
  copyRecords(from: ChatKey, to: ChatKey): Promise<void>;
};

/** Conflicts are rare and one writer always wins: people change settings while messages are being sent. */
const MAX_ATTEMPTS = 10;

/**
 * Changes a chat, retrying if another writer changes it at the same time.
 *
 * @param change returns the changed chat, or the same object if there is nothing to change.
 * @param ifUnknown returns the chat to start from if none is stored; undefined leaves it unstored.
 * @returns the chat as now stored; undefined if there is none.
 * @throws StaleWriteError if every attempt lost against another writer.
 */
export async function changeChat(
  store: Pick<ChatStore, 'loadChat' | 'saveChat'>,
  key: ChatKey,
  change: (chat: Chat) => Chat,
  ifUnknown: () => Chat | undefined = () => undefined,
): Promise<Chat | undefined> {
  for (let attempt = 1; ; attempt++) {
    const chat = (await store.loadChat(key)) ?? ifUnknown();
    if (chat === undefined) return undefined;
    const changed = change(chat);
    if (changed === chat) return chat;
    try {
      return await store.saveChat(changed);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || (error as { readonly retryable?: boolean }).retryable !== true)
        throw error;
    }
  }
}

/** Stops sending a chat's messages to its topic, unless it has chosen another one meanwhile. */
export async function clearTopic(
  { chats }: { readonly chats: ChatStore },
  { topic, ...key }: Pick<Chat, 'vendor' | 'address' | 'topic'>,
): Promise<void> {
  await changeChat(chats, key, (chat) => (chat.topic === topic ? { ...chat, topic: null } : chat));
}

/**
 * Moves a chat and its delivery records to its new id, and switches it on whatever its standing was: services also
 * report the old id as gone. A chat already stored under the new id keeps its settings. Idempotent.
 *
 * @returns the new address.
 */
export async function moveChat(
  { chats, deliveries }: { readonly chats: ChatStore; readonly deliveries: RecordCopies },
  from: ChatKey,
  address: string,
): Promise<string> {
  const to = { vendor: from.vendor, address };
  const [before, after] = [await chats.loadChat(from), await chats.loadChat(to)];
  if (before !== undefined && after === undefined) {
    await deliveries.copyRecords(from, to);
    await chats.saveChat({ ...before, ...to, revision: 0 });
  }
  await changeChat(chats, to, switchOn);
  if (before !== undefined) await chats.eraseChat(from);
  return address;
}
