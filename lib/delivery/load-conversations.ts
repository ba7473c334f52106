import type { Chat } from '../chats/chat.ts';
import type { Vendor } from '../chats/chat-key.ts';
import type { SomeChats } from '../chats/chat-store.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { type Records, recordKeys } from './next-step.ts';

export type Conversation = { readonly chat: Chat; readonly records: Records };

/**
 * Loads the records of some chats. A chat that is unreadable, or has an unreadable record, becomes a dead letter and
 * does not hold up the others.
 */
export async function loadConversations(
  { deliveries, queue, news, own }: Pick<DeliveryDeps, 'deliveries' | 'queue' | 'news' | 'own'>,
  vendor: Vendor,
  { chats, damaged }: SomeChats,
): Promise<readonly Conversation[]> {
  const wanted = chats.map((chat) => ({ chat, keys: recordKeys(chat, news, own(chat)) }));
  const unread = [...damaged];
  const found: Conversation[] = [];
  for (const [index, entry] of (await deliveries.loadRecords(wanted)).entries()) {
    const chat = chats[index]!;
    if (entry.kind === 'sound') found.push({ chat, records: entry.records });
    else unread.push({ address: chat.address, reason: entry.reason });
  }
  for (const one of unread) await queue.deadLetter({ vendor, ...one, payload: null });
  return found;
}
