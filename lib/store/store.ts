import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { dynamoChatStore } from './dynamo-chat-store.ts';
import { dynamoDeliveryStore } from './dynamo-delivery-store.ts';
import { dynamoFiguresStore } from './dynamo-figures-store.ts';
import { dynamoLedgerStore } from './dynamo-ledger-store.ts';
import { dynamoMessageStore } from './dynamo-message-store.ts';
import { dynamoPaceStore } from './dynamo-pace-store.ts';
import { dynamoReceiptStore } from './dynamo-receipt-store.ts';
import { dynamoWarningStore } from './dynamo-warning-store.ts';
import { outdatedItems } from './outdated-items.ts';
import { connectTable } from './table.ts';

/** All of storage, behind the ports of the stages that use it. */
export type Store = Readonly<ReturnType<typeof connectStore>>;

/** Connects to an existing table: on AWS with an empty config, elsewhere with an endpoint. */
export function connectStore(tableName: string, config: DynamoDBClientConfig) {
  const table = connectTable(tableName, config);
  return {
    ledger: dynamoLedgerStore(table),
    warnings: dynamoWarningStore(table),
    messages: dynamoMessageStore(table),
    chats: dynamoChatStore(table),
    figures: dynamoFiguresStore(table),
    deliveries: dynamoDeliveryStore(table),
    paces: dynamoPaceStore(table),
    receipts: dynamoReceiptStore(table),
    outdated: outdatedItems(table),
    close: async () => table.close(),
  };
}
