import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { unlessRefused, withStoreErrors } from './dynamo-faults.ts';

const CONCURRENCY = 25;

/**
 * Scans the table and deletes items whose time to live has expired, as DynamoDB does by itself. An item saved again
 * meanwhile is kept. `until`: Unix seconds. @returns how many were deleted.
 */
export async function removeExpired(
  table: string,
  config: DynamoDBClientConfig,
  until: number,
): Promise<number> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const remove = ({ pk, sk, expires }: Record<string, unknown>) =>
    unlessRefused(() =>
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: { pk, sk },
          ConditionExpression: 'expires = :expires',
          ExpressionAttributeValues: { ':expires': expires },
        }),
      ),
    );
  const expired = {
    TableName: table,
    FilterExpression: 'expires < :until',
    ExpressionAttributeValues: { ':until': until },
    ProjectionExpression: 'pk, sk, expires',
  };
  return withStoreErrors(async () => {
    let count = 0;
    for await (const { Items = [] } of paginateScan({ client }, expired))
      for (let from = 0; from < Items.length; from += CONCURRENCY) {
        const removed = await Promise.all(Items.slice(from, from + CONCURRENCY).map(remove));
        count += removed.filter((one) => one !== undefined).length;
      }
    return count;
  }).finally(() => client.destroy());
}
