import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { startDynamoLocal } from '../../support/dynamo-local.ts';
import { type Items, itemsOf, resetItems } from './items.ts';
import { REGION, type Template } from './template.ts';

/** The table of a template in a local DynamoDB. */
export type EmulatedTable = {
  readonly endpoint: string;
  /** Configuration with which a client reaches it. */
  readonly config: DynamoDBClientConfig;
  /** Every item, by key. */
  readonly items: () => Promise<Items>;
  /** Makes it hold exactly these items. */
  readonly reset: (items: Items) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Creates the one table of a template; undefined if there is none. */
export async function startTable(template: Template): Promise<EmulatedTable | undefined> {
  const [table] = template.ofType<CreateTableCommandInput>('AWS::DynamoDB::Table');
  if (table === undefined) return undefined;
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = table.properties;
  const TableName = table.properties.TableName!;
  const { endpoint, close } = await startDynamoLocal();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = { endpoint, region: REGION, credentials };
  const client = new DynamoDBClient(config);
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
  return {
    endpoint,
    config,
    items: () => itemsOf(endpoint, TableName),
    reset: (items) => resetItems(endpoint, TableName, items),
    close,
  };
}
