import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { answered } from './dynamo-faults.ts';

/** Deletes in flight at a time. */
const AT_ONCE = 25;

/**
 * Scans the table and deletes items whose time to live has ended, as DynamoDB on AWS does by itself. An item that is
 * saved again meanwhile stays. `until`: Unix seconds. @returns how many there were.
 */
export async function removeExpired(
  table: string,
  config: DynamoDBClientConfig,
  until: number,
): Promise<number> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const remove = async ({ pk, sk, expires }: Record<string, unknown>): Promise<number> => {
    try {
      await client.send(
        new DeleteCommand({
          TableName: table,
          Key: { pk, sk },
          ConditionExpression: 'expires = :expires',
          ExpressionAttributeValues: { ':expires': expires },
        }),
      );
      return 1;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 0;
      throw error;
    }
  };
  return answered(async () => {
    let count = 0;
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: table,
          FilterExpression: 'expires < :until',
          ExpressionAttributeValues: { ':until': until },
          ProjectionExpression: 'pk, sk, expires',
          ...(start !== undefined && { ExclusiveStartKey: start }),
        }),
      );
      for (let from = 0; from < Items.length; from += AT_ONCE) {
        const removed = await Promise.all(Items.slice(from, from + AT_ONCE).map(remove));
        count += removed.reduce((sum, one) => sum + one, 0);
      }
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return count;
  }).finally(() => client.destroy());
}
