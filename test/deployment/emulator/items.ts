import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { REGION } from './template.ts';

const BATCH_ITEMS = 25;

/** An item as stored. */
export type Item = Readonly<Record<string, unknown>>;

/** Every item of a table, by key. */
export async function itemsOf(endpoint: string, table: string): Promise<ReadonlyMap<string, Item>> {
  const client = connect(endpoint);
  const items: [string, Item][] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table }))
    items.push(...Items.map((item) => [`${item.pk} / ${item.sk}`, item] as [string, Item]));
  client.destroy();
  return new Map(items.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Puts items into a table as they are. */
export async function putItems(endpoint: string, table: string, items: Iterable<Item>): Promise<void> {
  const client = connect(endpoint);
  const all = [...items];
  for (let from = 0; from < all.length; from += BATCH_ITEMS) {
    const requests = all.slice(from, from + BATCH_ITEMS).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
  client.destroy();
}

/** Items without their revisions, which only count how often each was written. */
export function withoutRevisions(items: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> {
  return new Map([...items].map(([key, { revision, ...item }]) => [key, item]));
}

function connect(endpoint: string): DynamoDBDocumentClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: REGION, credentials }));
}
