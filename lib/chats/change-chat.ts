import { type Chat, letIn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/** What is recorded of a chat's messages, as far as a chat that moves needs it. */
export type RecordCopies = {
  /** Copies all records of a chat to another that it has become. Harmless to repeat. */
  copyRecords(from: ChatKey, to: ChatKey): Promise<void>;
};

/** People change settings while messages go out; somebody always gets through. */
const TRIES = 10;

/**
 * Changes a chat that others may be changing, too.
 *
 * @param change gives the chat as it is to be; the same chat where there is nothing to change.
 * @param ifUnknown gives the chat to start from where none is stored; none where that is nothing to change.
 * @returns the chat as it is now stored; undefined where there is none.
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

/** Has a chat's messages come outside of its topic from now on, unless it has chosen another one meanwhile. */
export async function forgetTopic(
  { chats }: { readonly chats: ChatStore },
  { topic, ...key }: Pick<Chat, 'vendor' | 'address' | 'topic'>,
): Promise<void> {
  await changeChat(chats, key, (chat) => (chat.topic === topic ? { ...chat, topic: null } : chat));
}

/**
 * Gives a chat the id under which its service says that it lives on, with all that is recorded of it, and lets it in,
 * whatever its standing was: the service says that the old chat is gone, too. A chat that joined under the new id
 * meanwhile keeps its settings. Harmless to repeat.
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
    await chats.saveChat(letIn({ ...before, ...to, revision: 0 }));
  }
  await changeChat(chats, to, letIn);
  if (before !== undefined) await chats.eraseChat(from);
  return address;
}
