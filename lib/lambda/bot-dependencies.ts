import { createCommandCore } from '../bot/answer-command.ts';
import type { PictureQueue } from '../bot/picture-work.ts';
import { followChats } from '../chats/follow-chats.ts';
import { dynamoChatStore } from '../store/dynamo-chat-store.ts';
import { dynamoDeliveryStore } from '../store/dynamo-delivery-store.ts';
import { dynamoFiguresStore } from '../store/dynamo-figures-store.ts';
import { dynamoLedgerStore } from '../store/dynamo-ledger-store.ts';
import { dynamoMessageStore } from '../store/dynamo-message-store.ts';
import { dynamoReceiptStore } from '../store/dynamo-receipt-store.ts';
import { connectTable } from '../store/table.ts';
import { clock } from '../world.ts';
import { logger } from './operations.ts';
import { sqsSender } from './sqs-queue.ts';

/** The dependencies of both bots. `work`: the queue for work that takes longer than a service waits. */
export function botDependencies(tableName: string, work: string, siteUrl: string | null) {
  const table = connectTable(tableName, {});
  const store = {
    chats: dynamoChatStore(table),
    deliveries: dynamoDeliveryStore(table),
    figures: dynamoFiguresStore(table),
    ledger: dynamoLedgerStore(table),
    messages: dynamoMessageStore(table),
  };
  const sender = sqsSender({});
  const pictures: PictureQueue = { enqueue: (picture) => sender.send(work, picture) };
  return {
    ...{ core: createCommandCore({ ...store, knowledge: 'then', siteUrl }), pictures },
    ...{ chats: followChats(store), receipts: dynamoReceiptStore(table), clock, report },
  };
}

/** Logs a problem that will not be retried. */
export function report(problem: string): void {
  logger.error('not retried', { problem });
}
