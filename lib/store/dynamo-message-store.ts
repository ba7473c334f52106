import type { MessageStore } from '../daily/message-store.ts';
import { renderedMessageSchema } from '../messages/rendered.ts';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';

const messageForm = itemForm(renderedMessageSchema);

const messageKey = (id: string) => ({ pk: `MESSAGE#${id}`, sk: 'MESSAGE' });

/** Rendered messages in DynamoDB, one item each. */
export function dynamoMessageStore(table: Table): MessageStore {
  return {
    saveMessage: (message) => table.put(messageForm, messageKey(message.id), message),
    loadMessage: (id) => table.get(messageForm, messageKey(id)),
  };
}
