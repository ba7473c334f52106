import type { Chat } from '../chats/chat.ts';
import type { Vendor } from '../chats/chat-key.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import { dayKeys, type EachChatDeps, eachChat } from './each-chat.ts';
import type { LoadedNews } from './load-news.ts';
import { recordKeys, signalKey, withheldKeys } from './next-step.ts';

export type DeliveryRow = Pick<DeliveryRecord, 'reason' | 'sentId' | 'attempts' | 'possibleDuplicates'> & {
  readonly vendor: Vendor;
  readonly chat: string;
  /** The record's key. */
  readonly message: string;
  readonly status: DeliveryRecord['status'] | 'withheld';
};

/** Lists the deliveries of all messages of a day, including withheld ones that were never tried. */
export async function* listDeliveries(
  deps: EachChatDeps,
  { news, own }: Pick<LoadedNews, 'news' | 'own'>,
  day: UtcDay,
): AsyncGenerator<DeliveryRow> {
  const early = news.signals.filter(({ signal }) => dayOf(signal.time) === day);
  const keys = [...dayKeys(day), ...early.map(signalKey)];
  const keysOf = (chat: Chat) => [...new Set([...keys, ...recordKeys(chat, news, own(chat))])];
  for await (const { chat, records } of eachChat(deps, keysOf)) {
    const { vendor, address } = chat;
    for (const key of keys) {
      const record = records.get(key);
      if (record === undefined) continue;
      const { status, reason, sentId, attempts, possibleDuplicates } = record;
      yield { vendor, chat: address, message: key, status, reason, sentId, attempts, possibleDuplicates };
    }
    for (const key of withheldKeys(chat, news, own(chat), records, day)) {
      const reason = 'not sent yet';
      const none = { status: 'withheld', reason, sentId: null, attempts: 0, possibleDuplicates: 0 } as const;
      yield { vendor, chat: address, message: key, ...none };
    }
  }
}
