import { changeChat } from '../chats/change-chat.ts';
import { type Chat, switchOn } from '../chats/chat.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { MessageStore } from '../daily/message-store.ts';
import type { FindResult } from './channel.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { type DeliveryRecord, keptUntil } from './delivery-record.ts';
import { dayKeys, eachChat } from './each-chat.ts';

export type ReopenDeps = Pick<DeliveryDeps, 'chats' | 'deliveries' | 'services' | 'now'> & {
  readonly messages: Pick<MessageStore, 'loadMessage'>;
};

export type Reopened = {
  readonly chat: Chat;
  readonly record: DeliveryRecord;
  /** `found`: it had arrived after all; `reopened`: it will be sent again; `left`: unchanged, for the given reason. */
  readonly kind: 'found' | 'reopened' | 'left';
  readonly reason: string | null;
};

/**
 * Reopens the deliveries of a day that were given up, have an unknown outcome or were refused by the chat. If the
 * service allows it, messages that may have arrived are searched for first.
 */
export async function* reopenDeliveries(deps: ReopenDeps, day: UtcDay): AsyncGenerator<Reopened> {
  const keys = dayKeys(day);
  for await (const { chat, records } of eachChat(deps, () => keys)) {
    for (const record of records.values()) {
      if (record.status === 'sent' || record.status === 'pending') continue;
      yield await reopen(deps, chat, record);
    }
  }
}

async function reopen(deps: ReopenDeps, chat: Chat, record: DeliveryRecord): Promise<Reopened> {
  const now = Math.floor(deps.now() / 1000);
  const search =
    record.inDoubtSince === null ? ({ kind: 'absent' } as const) : await find(deps, chat, record);
  if (search.kind === 'unclear') return { chat, record, kind: 'left', reason: search.reason };
  const isFound = search.kind === 'found';
  const after: DeliveryRecord = isFound
    ? { ...record, status: 'sent', sentId: search.messageId, reason: "found among the chat's messages" }
    : {
        ...record,
        status: 'pending',
        reason: 'to be sent again',
        attempts: 0,
        limited: 0,
        notBefore: 0,
        // The chat was searched and does not contain it.
        inDoubtSince: search.kind === 'absent' ? null : record.inDoubtSince,
      };
  const saved = await deps.deliveries.saveRecord(chat, after, keptUntil(record.key, now));
  if (saved === undefined) return { chat, record, kind: 'left', reason: 'another run is working on it' };
  await changeChat(deps.chats, chat, switchOn);
  return { chat, record: saved, kind: isFound ? 'found' : 'reopened', reason: null };
}

async function find(
  { services, messages }: ReopenDeps,
  chat: Chat,
  record: DeliveryRecord,
): Promise<FindResult> {
  const service = services[chat.vendor];
  const message = await messages.loadMessage(record.messageId);
  if (service?.channel.find === undefined || message === undefined) return { kind: 'not-possible' };
  const turn = await service.pacer.turn();
  if (turn.kind === 'stop') return { kind: 'unclear', reason: 'the service asked for a long pause' };
  return service.channel.find(message, chat.address);
}
