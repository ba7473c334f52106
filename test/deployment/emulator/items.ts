import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { REGION } from './template.ts';

/** An item as stored. */
export type Item = Readonly<Record<string, unknown>>;

/** Every item of a table, by key; without revisions, which count how often an item was written. */
export async function itemsOf(endpoint: string, table: string): Promise<ReadonlyMap<string, Item>> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  );
  const items = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table }))
    for (const { revision, ...item } of Items) items.set(`${item.pk} / ${item.sk}`, item);
  client.destroy();
  return new Map([...items].sort(([a], [b]) => (a < b ? -1 : 1)));
}
