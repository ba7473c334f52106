import { type Chat, letIn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/** The part of a delivery store that moving a chat needs. */
export type RecordCopies = {
  /** Copies all records of a chat to the chat that it has become. Harmless to repeat. */
  copyRecords(from: ChatKey, to: ChatKey): Promise<void>;
};

/** People change settings while messages go out; one writer always gets through. */
const TRIES = 10;

/**
 * Changes a chat that others may be changing at the same time.
 *
 * @param change returns the changed chat, or the same one where there is nothing to change.
 * @param ifUnknown returns the chat to start from where none is stored; undefined: nothing is changed then.
 * @returns the chat as stored now; undefined where there is none.
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
      if (attempt === TRIES || (error as { readonly retryable?: boolean }).retryable !== true) throw error;
    }
  }
}

/** Sends a chat's messages outside of its topic from now on, unless it has chosen another one meanwhile. */
export async function forgetTopic(
  { chats }: { readonly chats: ChatStore },
  { topic, ...key }: Pick<Chat, 'vendor' | 'address' | 'topic'>,
): Promise<void> {
  await changeChat(chats, key, (chat) => (chat.topic === topic ? { ...chat, topic: null } : chat));
}

/**
 * Moves a chat and its records to its new id, and switches it on, whatever its standing was: a service also calls the
 * old chat gone. A chat that has joined under the new id meanwhile keeps its settings. Harmless to repeat.
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
  await changeChat(chats, to, letIn);
  if (before !== undefined) await chats.eraseChat(from);
  return address;
}
