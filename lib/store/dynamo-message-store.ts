import * as z from 'zod/mini';
import type { MessageStore } from '../daily/message-store.ts';
import { renderedMessageSchema } from '../messages/rendered.ts';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';

/** `expires`: when DynamoDB may delete the item, in Unix seconds; left out, never. */
const messageForm = itemForm(z.extend(renderedMessageSchema, { expires: z.optional(z.int()) }));

const messageKey = (id: string) => ({ pk: `MESSAGE#${id}`, sk: 'MESSAGE' });

/** Rendered messages in DynamoDB, one item each. */
export function dynamoMessageStore(table: Table): MessageStore {
  return {
    saveMessage: (message, expires) =>
      table.put(messageForm, messageKey(message.id), {
        ...message,
        ...(expires !== undefined && { expires }),
      }),
    async loadMessage(id) {
      const stored = await table.get(messageForm, messageKey(id));
      if (stored === undefined) return undefined;
      const { expires: _, ...message } = stored;
      return message;
    },
  };
}
