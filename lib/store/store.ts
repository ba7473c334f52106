import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { ReceiptStore } from '../bot/receipt-store.ts';
import type { ChatStore } from '../chats/chat-store.ts';
import type { OutdatedItems } from '../daily/commit-day.ts';
import type { FiguresStore } from '../daily/figures.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import type { MessageStore } from '../daily/message-store.ts';
import type { WarningStore } from '../daily/warning-store.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { PaceStore } from '../delivery/pacer.ts';
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

/** Everything that is stored, behind the ports of the stages that need it. */
export type Store = {
  readonly ledger: LedgerStore;
  readonly warnings: WarningStore;
  readonly messages: MessageStore;
  readonly chats: ChatStore;
  readonly figures: FiguresStore;
  readonly deliveries: DeliveryStore;
  readonly paces: PaceStore;
  readonly receipts: ReceiptStore;
  readonly outdated: OutdatedItems;
  readonly close: () => Promise<void>;
};

/** Connects to a table that exists: on AWS with an empty config, elsewhere with an endpoint. */
export function connectStore(tableName: string, config: DynamoDBClientConfig): Store {
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
