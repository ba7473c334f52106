import { changeChat } from './change-chat.ts';
import { type Chat, newChat, switchOn } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';

/** A chat named in the operator's settings; `topic` is null if the settings name none. */
export type OperatorChat = ChatKey & { readonly topic: number | null };

/**
 * Ensures that the operator's chats are stored and switched on. They count as having joined at time 0, so that no stored
 * message is too old for them.
 *
 * @param clearsRefusals whether to retry a refusing chat at once. On a schedule, this would count it hour after hour as
 *   newly refusing.
 */
export async function ensureOperatorChats(
  store: Pick<ChatStore, 'loadChat' | 'saveChat'>,
  operators: readonly OperatorChat[],
  clearsRefusals = true,
): Promise<void> {
  for (const { topic, ...key } of operators) {
    // The kind of a channel is learnt only from a command in it.
    const own = { ...newChat(key, kindOf(key), 0), announcement: key.vendor === 'discord' ? null : false };
    if ((await store.loadChat(key)) === undefined) await store.saveChat(own);
    await changeChat(store, key, (chat) => {
      const current = clearsRefusals || chat.standing.kind === 'paused' ? switchOn(chat) : chat;
      return topic === null || topic === current.topic ? current : { ...current, topic };
    });
  }
}

function kindOf({ vendor, address }: ChatKey): Chat['kind'] {
  if (address.startsWith('webhook/')) return 'webhook';
  return vendor === 'telegram' && /^\d/.test(address) ? 'private' : 'channel';
}
