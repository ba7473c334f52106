import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { unlessRefused } from './dynamo-faults.ts';
import { type Item, itemForm, type Key, toItem, versionOf } from './item-form.ts';

/** Occurrences within a period; earlier periods are overwritten. */
export const counterForm = itemForm(z.object({ period: z.int(), count: z.int() }));

const TRIES = 3;

/**
 * Increments the counter of a period and returns it; a new period starts at 1. Undefined if other writers won every
 * time, or a newer version of the program wrote the counter.
 */
export async function increment(
  client: DynamoDBDocumentClient,
  TableName: string,
  key: Key,
  period: number,
): Promise<number | undefined> {
  const ExpressionAttributeNames = { '#count': 'count', '#period': 'period' };
  const known = { ':period': period, ':version': versionOf(counterForm) };
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
          Item: toItem(counterForm, key, { period, count: 1 }),
          ConditionExpression: 'attribute_not_exists(pk) OR (#period <> :period AND v <= :version)',
          ExpressionAttributeNames: { '#period': 'period' },
          ExpressionAttributeValues: known,
        }),
      ),
    );
    if (begun !== undefined) return 1;
    // Another writer has started the period: increment its counter.
  }
  return undefined;
}

/** Adds to the numbers of an item; undefined if a newer version of the program wrote it. */
export async function addNumbers(
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
