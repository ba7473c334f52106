import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { unlessRefused } from './dynamo-faults.ts';
import { type Item, itemForm, type Key, toItem, versionOf } from './item-form.ts';

/** How often something happened within a period; earlier periods are forgotten. */
export const countForm = itemForm(z.object({ period: z.int(), count: z.int() }));

const TRIES = 3;

/**
 * Counts one more within a period and returns the count; the first of another period starts at 1 again. Undefined where
 * other writers were faster every time, or a newer version of the program keeps the count.
 */
export async function countUp(
  client: DynamoDBDocumentClient,
  TableName: string,
  key: Key,
  period: number,
): Promise<number | undefined> {
  const ExpressionAttributeNames = { '#count': 'count', '#period': 'period' };
  const known = { ':period': period, ':version': versionOf(countForm) };
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const counted = await unlessRefused(() =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: key,
          UpdateExpression: 'SET #count = #count + :one',
          ConditionExpression: '#period = :period AND v <= :version',
          ExpressionAttributeNames,
          ExpressionAttributeValues: { ...known, ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    if (counted !== undefined) return Number(counted.Attributes?.count);
    const begun = await unlessRefused(() =>
      client.send(
        new PutCommand({
          TableName,
          Item: toItem(countForm, key, { period, count: 1 }),
          ConditionExpression: 'attribute_not_exists(pk) OR (#period <> :period AND v <= :version)',
          ExpressionAttributeNames: { '#period': 'period' },
          ExpressionAttributeValues: known,
        }),
      ),
    );
    if (begun !== undefined) return 1;
    // Another writer has started the period meanwhile: count on from there.
  }
  return undefined;
}

/** Adds to numbers of an item; undefined where a newer version of the program keeps it. */
export async function addUp(
  client: DynamoDBDocumentClient,
  TableName: string,
  key: Key,
  more: Readonly<Record<string, number>>,
  { v, expires }: { readonly v: number; readonly expires: number },
): Promise<Item | undefined> {
  const names = Object.keys(more);
  const added = await unlessRefused(() =>
    client.send(
      new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: `SET v = :v, expires = :expires ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
        ConditionExpression: 'attribute_not_exists(pk) OR v <= :v',
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...{ ':v': v, ':expires': expires },
          ...Object.fromEntries(names.map((name) => [`:${name}`, more[name]])),
        },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  return added?.Attributes;
}
