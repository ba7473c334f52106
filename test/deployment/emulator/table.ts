import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoLocal } from '../../support/dynamo-local.ts';
import { type Item, itemsOf, putItems } from './items.ts';
import { REGION, type Template } from './template.ts';

/** The table of a template, in a DynamoDB on this machine. */
export type EmulatedTable = {
  readonly endpoint: string;
  /** Every item, by key. */
  readonly items: () => Promise<ReadonlyMap<string, Item>>;
  readonly close: () => Promise<void>;
};

/** Creates the one table of a template, with what it holds already; undefined where there is none. */
export async function startTable(
  template: Template,
  held: Iterable<Item>,
): Promise<EmulatedTable | undefined> {
  const [table] = template.ofType<CreateTableCommandInput>('AWS::DynamoDB::Table');
  if (table === undefined) return undefined;
  const { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } =
    table.properties;
  const { endpoint, close } = await startDynamoLocal();
  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
      BillingMode,
    }),
  );
  client.destroy();
  await putItems(endpoint, TableName!, held);
  return { endpoint, items: () => itemsOf(endpoint, TableName!), close };
}
