import * as z from 'zod/mini';
import { vendorSchema } from '../chats/chat-key.ts';
import type { Due } from '../chats/due.ts';
import { type DeliveryRecord, deliveryRecordSchema } from '../delivery/delivery-record.ts';
import type { DeliveryStore, FoundRecords } from '../delivery/delivery-store.ts';
import { chatPartition } from './dynamo-chat-store.ts';
import { StaleWriteError } from './store-error.ts';
import type { Found, Table } from './table.ts';

const DUE = 'DUE';

/** Records have keys in small letters; whatever else is kept about a chat has capitals. */
const RECORD_KEYS = { from: 'a', to: 'z~' };

const dueSchema = z.object({ at: z.int(), vendor: vendorSchema, shard: z.nullable(z.int()) });

/** Times as keys: ten digits until the year 2286, so they sort. */
const dueKey = ({ at, vendor, shard }: Due) => ({ pk: DUE, sk: `${at} ${vendor} ${shard}` });

/** Delivery records and due shards in DynamoDB. */
export function dynamoDeliveryStore(table: Table): DeliveryStore {
  return {
    async loadRecords(wanted) {
      const keys = wanted.flatMap(({ chat, keys }) => keys.map((sk) => ({ pk: chatPartition(chat), sk })));
      const found = Map.groupBy(await table.getAll(keys, deliveryRecordSchema), ({ pk }) => pk);
      return wanted.map(({ chat }) => recordsOf(found.get(chatPartition(chat)) ?? []));
    },
    async saveRecord(chat, { revision, ...content }, expires) {
      try {
        await table.putRevision(
          { pk: chatPartition(chat), sk: content.key },
          { ...content, expires },
          revision,
        );
        return { ...content, revision: revision + 1 };
      } catch (error) {
        if (error instanceof StaleWriteError) return undefined;
        throw error;
      }
    },
    async copyRecords(from, to) {
      const items: { key: { pk: string; sk: string }; content: DeliveryRecord & { expires: number } }[] = [];
      const kept = z.extend(deliveryRecordSchema, { expires: z.int() });
      for (const content of await table.query(chatPartition(from), kept, RECORD_KEYS))
        items.push({ key: { pk: chatPartition(to), sk: content.key }, content });
      await table.putAll(items);
    },
    saveDue: (due) => table.putAll(due.map((one) => ({ key: dueKey(one), content: one }))),
    loadDue: (until) => table.query(DUE, dueSchema, { from: '0', to: `${until + 1}` }),
    removeDue: (due) => table.deleteAll(due.map(dueKey)),
  };
}

function recordsOf(found: readonly Found<DeliveryRecord>[]): FoundRecords {
  const records = new Map<string, DeliveryRecord>();
  for (const one of found) {
    if (one.kind === 'damaged') return { kind: 'damaged', reason: one.reason };
    records.set(one.sk, one.content);
  }
  return { kind: 'sound', records };
}
