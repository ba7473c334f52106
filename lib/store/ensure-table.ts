import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { withStoreErrors } from './dynamo-faults.ts';

const CREATION_TRIES = 100;
const CREATION_PAUSE_MS = 20;

/**
 * Creates the table if it does not exist; on AWS the stack does that. Returns whether it is usable: false if creation
 * never completes. @param pauseMs between two looks at a table that is being created.
 */
export async function ensureTable(
  name: string,
  config: DynamoDBClientConfig,
  pauseMs = CREATION_PAUSE_MS,
): Promise<boolean> {
  const client = new DynamoDBClient(config);
  const loadStatus = async () => {
    try {
      return (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  try {
    return await withStoreErrors(async () => {
      if ((await loadStatus()) === undefined) await createTable(client, name);
      for (let attempt = 1; attempt <= CREATION_TRIES; attempt++) {
        if ((await loadStatus()) === 'ACTIVE') return true;
        await sleep(pauseMs);
      }
      return false;
    });
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
}
