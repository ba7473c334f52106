import * as z from 'zod/mini';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import type { MessageStore } from '../daily/message-store.ts';
import type { Table } from './table.ts';

const embedSchema = z.object({
  title: z.string(),
  description: z.exactOptional(z.string()),
  color: z.int(),
  footer: z.exactOptional(z.object({ text: z.string() })),
});

const messageSchema = z.object({
  id: z.string(),
  text: z.string(),
  telegram: z.object({ html: z.string() }),
  discord: z.object({ embeds: z.array(embedSchema) }),
});

const latestSchema = z.object({
  day: utcDaySchema,
  digest: messageSchema,
  warning: z.nullable(z.object({ day: utcDaySchema, message: messageSchema })),
});

const LATEST = { pk: 'LATEST', sk: 'LATEST' };
const messageKey = (id: string) => ({ pk: `MESSAGE#${id}`, sk: 'MESSAGE' });

/** Rendered messages in DynamoDB: an item each, and one for what is newest. */
export function dynamoMessageStore(table: Table): MessageStore {
  return {
    saveMessage: (message) => table.put(messageKey(message.id), message),
    loadMessage: (id) => table.get(messageKey(id), messageSchema),
    saveLatest: (latest) => table.put(LATEST, latest),
    loadLatest: () => table.get(LATEST, latestSchema),
  };
}
