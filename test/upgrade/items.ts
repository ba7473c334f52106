import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

/** The embedded store's only table. */
const TABLE = 'hashtilt';

const BATCH_ITEMS = 25;

export type StoredItem = Readonly<Record<string, unknown>>;

/** Every item of a store, by key. */
export async function allItems(config: DynamoDBClientConfig): Promise<readonly StoredItem[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const items: StoredItem[] = [];
  for await (const page of paginateScan({ client }, { TableName: TABLE })) items.push(...(page.Items ?? []));
  client.destroy();
  const keyOf = ({ pk, sk }: StoredItem) => `${pk} / ${sk}`;
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Puts items into a store as they are. */
export async function putItems(config: DynamoDBClientConfig, items: readonly StoredItem[]): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  for (let from = 0; from < items.length; from += BATCH_ITEMS) {
    const requests = items.slice(from, from + BATCH_ITEMS).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: requests } }));
  }
  client.destroy();
}
