import * as z from 'zod/mini';
import type { Vendor } from '../chats/chat-key.ts';
import { type Due, dueSchema } from '../chats/due.ts';
import { chatTallySchema } from '../chats/refusals.ts';
import { addDays, midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { type DeliveryRecord, deliveryRecordSchema } from '../delivery/delivery-record.ts';
import type { DeliveryStore, FoundRecords } from '../delivery/delivery-store.ts';
import { chatPartition } from './chat-keys.ts';
import { type Found, itemForm } from './item-form.ts';
import { unlessStale } from './store-error.ts';
import type { Table } from './table.ts';

const DUE = 'DUE';

/** Records have lower-case keys; other items about a chat have upper-case ones. */
const RECORD_KEYS = { from: 'a', to: 'z~' };

const dueForm = itemForm(dueSchema);

/** `expires`: when DynamoDB may delete the item, in Unix seconds. */
const itemSchema = z.extend(deliveryRecordSchema, { expires: z.int() });

const recordForm = itemForm(itemSchema, [
  z.pipe(
    z.extend(z.omit(itemSchema, { possibleDuplicates: true }), { perhapsDoubled: z.int() }),
    z.transform(({ perhapsDoubled, ...item }) => ({ ...item, possibleDuplicates: perhapsDoubled })),
  ),
]);

const tallyForm = itemForm(z.extend(chatTallySchema, { expires: z.int() }));
const tallyKey = (vendor: Vendor, day: UtcDay) => ({ pk: `TALLY#${vendor}`, sk: day });

/** Long, since chats that get few messages refuse at long intervals. */
const KEPT_DAYS = 400;

/** Times sort as text: they have ten digits until the year 2286. */
const dueKey = ({ at, vendor, shard }: Due) => ({ pk: DUE, sk: `${at} ${vendor} ${shard}` });

/** Delivery records and due shards in DynamoDB. */
export function dynamoDeliveryStore(table: Table): DeliveryStore {
  return {
    async loadRecords(wanted) {
      const keys = wanted.flatMap(({ chat, keys }) => keys.map((sk) => ({ pk: chatPartition(chat), sk })));
      const found = Map.groupBy(await table.getAll(recordForm, keys), ({ pk }) => pk);
      return wanted.map(({ chat }) => recordsOf(found.get(chatPartition(chat)) ?? []));
    },
    async saveRecord(chat, record, expires) {
      const key = { pk: chatPartition(chat), sk: record.key };
      const isSaved = await unlessStale(table.putRevision(recordForm, key, { ...record, expires }));
      return isSaved ? { ...record, revision: record.revision + 1 } : undefined;
    },
    async copyRecords(from, to) {
      const records = await table.query(recordForm, chatPartition(from), RECORD_KEYS);
      await table.putAll(recordForm, records, ({ key }) => ({ pk: chatPartition(to), sk: key }));
    },
    saveDue: (due) => table.putAll(dueForm, due, dueKey),
    loadDue: (until) => table.query(dueForm, DUE, { from: '0', to: `${until + 1}` }),
    loadTally: (vendor, day) => table.get(tallyForm, tallyKey(vendor, day)),
    async addTally(vendor, day, more) {
      const expires = midnight(addDays(day, KEPT_DAYS));
      const added = await table.addNumbers(tallyForm, tallyKey(vendor, day), more, expires);
      return { asked: added.asked, refused: added.refused, paused: added.paused };
    },
    removeDue: (due) => table.deleteAll(due.map(dueKey)),
  };
}

function recordsOf(found: readonly Found<z.output<typeof itemSchema>>[]): FoundRecords {
  const records = new Map<string, DeliveryRecord>();
  for (const one of found) {
    if (one.kind === 'damaged') return { kind: 'damaged', reason: one.reason };
    const { expires: _, ...record } = one.content;
    records.set(one.sk, record);
  }
  return { kind: 'sound', records };
}
