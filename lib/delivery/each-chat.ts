import type { Chat } from '../chats/chat.ts';
import { type ChatStore, eachPage } from '../chats/chat-store.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import type { DeliveryStore } from './delivery-store.ts';

export type EachChatDeps = { readonly chats: ChatStore; readonly deliveries: DeliveryStore };

/** The keys of records about a day, except signals. */
export function dayKeys(day: UtcDay): readonly string[] {
  return ['retraction', 'catch-up', 'warning', 'digest'].map((kind) => `${kind}-${day}`);
}

/**
 * Iterates over all chats of all services page by page, each with its records under some keys. Unreadable ones are
 * skipped: senders turn them into dead letters.
 */
export async function* eachChat(
  { chats: store, deliveries }: EachChatDeps,
  keysOf: (chat: Chat) => readonly string[],
): AsyncGenerator<{ readonly chat: Chat; readonly records: ReadonlyMap<string, DeliveryRecord> }> {
  for await (const { chats } of eachPage(store)) {
    const records = await deliveries.loadRecords(chats.map((chat) => ({ chat, keys: keysOf(chat) })));
    for (const [index, found] of records.entries())
      if (found.kind === 'sound') yield { chat: chats[index]!, records: found.records };
  }
}
