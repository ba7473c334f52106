import { changeChat } from './change-chat.ts';
import { type Chat, letIn, newChat } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/** A chat of the settings; `topic`: where in it messages go, where the settings name one. */
export type OperatorChat = ChatKey & { readonly topic: number | null };

/**
 * Makes sure that the chats of the settings are there and switched on: whoever runs the program asks for them
 * each time. They have been there from the start, so that no stored news is too old for them.
 *
 * @param isAtOnce whether one that refused just now is asked again at once. A schedule that did so would count it hour
 * after hour as a chat that begins to refuse.
 */
export async function ensureOperatorChats(
  store: Pick<ChatStore, 'loadChat' | 'saveChat'>,
  operators: readonly OperatorChat[],
  isAtOnce = true,
): Promise<void> {
  for (const { topic, ...key } of operators) {
    // Nobody said what kind of channel it is, as a command in it does.
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
