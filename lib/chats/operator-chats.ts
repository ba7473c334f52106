import { changeChat } from './change-chat.ts';
import { type Chat, letIn, newChat } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/**
 * Makes sure that the chats of the settings are there and switched on: whoever runs the program asks for them
 * each time. They have been there from the start, so that no stored news is too old for them.
 */
export async function ensureOperatorChats(
  store: Pick<ChatStore, 'loadChat' | 'saveChat'>,
  keys: readonly ChatKey[],
): Promise<void> {
  for (const key of keys) {
    // Nobody said what kind of channel it is, as a command in it does.
    const own = { ...newChat(key, kindOf(key), 0), announcement: key.vendor === 'discord' ? null : false };
    if ((await store.loadChat(key)) === undefined) await store.saveChat(own);
    await changeChat(store, key, letIn);
  }
}

function kindOf({ vendor, address }: ChatKey): Chat['kind'] {
  if (address.startsWith('webhook/')) return 'webhook';
  return vendor === 'telegram' && /^\d/.test(address) ? 'private' : 'channel';
}
