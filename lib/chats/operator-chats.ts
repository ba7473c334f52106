import { changeChat } from './change-chat.ts';
import { type Chat, letIn, newChat } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/** A chat from the settings; `topic`: the topic for messages, where the settings name one. */
export type OperatorChat = ChatKey & { readonly topic: number | null };

/**
 * Makes sure that the operator's chats are stored and switched on: the settings ask for them at every run. They count
 * as there from the start, so that no stored news is too old for them.
 *
 * @param isAtOnce whether one that has just refused is tried again at once. On a schedule, that would count it hour
 *   after hour as a chat that begins to refuse.
 */
export async function ensureOperatorChats(
  store: Pick<ChatStore, 'loadChat' | 'saveChat'>,
  operators: readonly OperatorChat[],
  isAtOnce = true,
): Promise<void> {
  for (const { topic, ...key } of operators) {
    // What kind of channel it is is not known, as it is after a command.
    const own = { ...newChat(key, kindOf(key), 0), announcement: key.vendor === 'discord' ? null : false };
    if ((await store.loadChat(key)) === undefined) await store.saveChat(own);
    await changeChat(store, key, (chat) => {
      const inside = isAtOnce || chat.standing.kind === 'paused' ? letIn(chat) : chat;
      return topic === null || topic === inside.topic ? inside : { ...inside, topic };
    });
  }
}

function kindOf({ vendor, address }: ChatKey): Chat['kind'] {
  if (address.startsWith('webhook/')) return 'webhook';
  return vendor === 'telegram' && /^\d/.test(address) ? 'private' : 'channel';
}
