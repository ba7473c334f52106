import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ensureTable } from '../../../lib/store/ensure-table.ts';
import { connectStore, type Store } from '../../../lib/store/store.ts';

export const MESSAGE = {
  id: 'warning-2025-01-08',
  text: 'Größe: 44% ≥ 1/3',
  telegram: { html: '<b>44%</b> &lt;&amp;' },
  discord: {
    embeds: [
      { title: 'a', color: 1, footer: { text: 'b' } },
      { title: 'c', color: 2 },
    ],
  },
};

/** A running DynamoDB of any implementation. */
export type RunningDynamo = {
  readonly config: DynamoDBClientConfig;
  /** For clients in other processes, if different. */
  readonly overHttp?: DynamoDBClientConfig;
  readonly close: () => Promise<void>;
};

/** A store on a table of its own for each test. */
export type StoreWorld = {
  readonly dynamo: RunningDynamo;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly store: Store;
  /** For clients in other processes. */
  overHttp(): DynamoDBClientConfig;
  /** Writes an item past the store. */
  put(item: Readonly<Record<string, unknown>>): Promise<unknown>;
};

/** The world of the tests around this call. */
export function storeWorld(start: () => Promise<RunningDynamo>): StoreWorld {
  let dynamo: RunningDynamo;
  let client: DynamoDBDocumentClient;
  let table: string;
  let store: Store;
  let tables = 0;
  beforeAll(async () => {
    dynamo = await start();
    client = DynamoDBDocumentClient.from(new DynamoDBClient(dynamo.config));
  });
  afterAll(async () => {
    client.destroy();
    await dynamo.close();
  });
  beforeEach(async () => {
    tables += 1;
    table = `contract-${tables}`;
    await ensureTable(table, dynamo.config);
    store = connectStore(table, dynamo.config);
    return () => store.close();
  });
  return {
    get dynamo() {
      return dynamo;
    },
    get client() {
      return client;
    },
    get table() {
      return table;
    },
    get store() {
      return store;
    },
    overHttp: () => dynamo.overHttp ?? dynamo.config,
    put: (item) => client.send(new PutCommand({ TableName: table, Item: item })),
  };
}
