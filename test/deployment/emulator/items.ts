import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { REGION } from './template.ts';

const BATCH_ITEMS = 25;

export type Item = Readonly<Record<string, unknown>>;

/** Items by key. */
export type Items = ReadonlyMap<string, Item>;

/** Every item of a table, by key. */
export async function itemsOf(endpoint: string, table: string): Promise<Items> {
  const client = connect(endpoint);
  const items: [string, Item][] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table }))
    items.push(...Items.map((item) => [`${item.pk} / ${item.sk}`, item] as [string, Item]));
  client.destroy();
  return new Map(items.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Makes a table hold exactly these items; writes only the differences. */
export async function resetItems(endpoint: string, table: string, items: Items): Promise<void> {
  const held = await itemsOf(endpoint, table);
  const puts = [...items].filter(([key, item]) => !isDeepStrictEqual(held.get(key), item));
  const gone = [...held].filter(([key]) => !items.has(key));
  const requests = [
    ...puts.map(([, Item]) => ({ PutRequest: { Item } })),
    ...gone.map(([, { pk, sk }]) => ({ DeleteRequest: { Key: { pk, sk } } })),
  ];
  const client = connect(endpoint);
  for (let from = 0; from < requests.length; from += BATCH_ITEMS) {
    const some = requests.slice(from, from + BATCH_ITEMS);
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: some } }));
  }
  client.destroy();
}

/**
 * The items that do not depend on when and how often something was tried: without deliveries and their count, notes of
 * what is due, the pace and receipts, and without the others' revisions, which count writes.
 */
export function lasting(items: Items): Items {
  const isLasting = ([key]: readonly [string, Item]) => !/^(CHAT|DUE|PACE|RECEIPT|TALLY)/.test(key);
  return new Map(
    [...items].filter(isLasting).map(([key, { revision, ...item }]) => [key, withoutPort(item)]),
  );
}

/** Each world's block source has its own port. */
function withoutPort(item: Item): Item {
  if (item.pk !== 'SOURCES') return item;
  return JSON.parse(JSON.stringify(item).replace(/127\.0\.0\.1:\d+/g, 'loopback'));
}

function connect(endpoint: string): DynamoDBDocumentClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: REGION, credentials }));
}
