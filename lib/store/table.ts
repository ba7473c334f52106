import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { parseInput } from '../schema.ts';
import { answered, conditional, storeError } from './dynamo-faults.ts';
import { StoreError } from './store-error.ts';

/** DynamoDB takes at most 25 items in one BatchWriteItem. */
const BATCH_ITEMS = 25;
/** ... and gives at most 100 in one BatchGetItem. */
const BATCH_GET_ITEMS = 100;
const BATCH_TRIES = 8;
const COUNT_TRIES = 3;

/** Where an item stands in the one table. */
export type Key = { readonly pk: string; readonly sk: string };

/** An item's content: anything DynamoDB can hold, without its key. */
export type Content = Readonly<Record<string, unknown>>;

/**
 * One DynamoDB table, be it Amazon's or a local one. Items come out parsed by the schema of whoever asks.
 * Every fault ends as a StoreError.
 */
export type Table = {
  readonly get: <S extends z.ZodMiniType>(key: Key, schema: S) => Promise<z.output<S> | undefined>;
  /** Those of some items that are there, in no order; one that cannot be read is set aside. */
  readonly getAll: <S extends z.ZodMiniType>(
    keys: readonly Key[],
    schema: S,
  ) => Promise<readonly Found<z.output<S>>[]>;
  /** All items of a partition whose sort keys lie from `from` to `to`, both included, ascending. */
  readonly query: <S extends z.ZodMiniType>(
    pk: string,
    schema: S,
    range?: { from: string; to: string },
  ) => Promise<readonly z.output<S>[]>;
  /** The items with the highest sort keys, descending, as long as they are asked for. */
  readonly newestFirst: <S extends z.ZodMiniType>(
    pk: string,
    schema: S,
    pageSize: number,
  ) => AsyncGenerator<z.output<S>>;
  /** Writes an item only where `expected` is the revision stored (0: none is), and stores the next one. */
  readonly putRevision: (key: Key, content: Content, expected: number) => Promise<void>;
  /** Writes an item, unless `onlyNew` is set and there is one already. */
  readonly put: (key: Key, content: Content, options?: { readonly onlyNew: boolean }) => Promise<void>;
  /** Writes items in the order given, 25 at a time. Harmless to repeat. */
  readonly putAll: (items: readonly { readonly key: Key; readonly content: Content }[]) => Promise<void>;
  /** Counts one more within a period and gives the number; the first of another period begins at 1 again. */
  readonly countUp: (key: Key, period: number) => Promise<number>;
  /** At most `limit` items of a partition after a sort key, ascending; one that cannot be read is set aside. */
  readonly page: <S extends z.ZodMiniType>(
    pk: string,
    schema: S,
    after: string | null,
    limit: number,
  ) => Promise<Page<z.output<S>>>;
  /** The keys of all items of a partition, whatever is in them. */
  readonly queryKeys: (pk: string) => Promise<readonly Key[]>;
  /** Deletes items, 25 at a time. Harmless to repeat. */
  readonly deleteAll: (keys: readonly Key[]) => Promise<void>;
  readonly close: () => void;
};

/** An item where it stands; a damaged one with the reason why it cannot be read. */
export type Found<T> = Key &
  ({ readonly kind: 'sound'; readonly content: T } | { readonly kind: 'damaged'; readonly reason: string });

/** Some items of a partition. `next`: the sort key to go on after; null at the end. */
export type Page<T> = {
  readonly items: readonly Found<T>[];
  readonly next: string | null;
};

/** Every item says the version of its own form, so that a newer program can read older items. */
const SCHEMA_VERSION = 1;
const itemSchema = z.looseObject({ pk: z.string(), sk: z.string(), v: z.int() });

/** One write of a BatchWriteItem. */
type Write =
  | { readonly PutRequest: { readonly Item: Record<string, unknown> } }
  | { readonly DeleteRequest: { readonly Key: Record<string, unknown> } };

/** Connects to an existing table. */
export function connectTable(name: string, config: DynamoDBClientConfig): Table {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const parse = <S extends z.ZodMiniType>(schema: S, item: unknown): z.output<S> => {
    const { pk, sk, v, ...content } = parseInput(itemSchema, item, `stored item ${nameOf(item)}`);
    requireVersion(v, nameOf(item));
    return parseInput(schema, content, `stored item ${nameOf(item)}`);
  };
  const find = <S extends z.ZodMiniType>(schema: S, item: Record<string, unknown>): Found<z.output<S>> => {
    const key = { pk: String(item.pk), sk: String(item.sk) };
    try {
      return { ...key, kind: 'sound', content: parse(schema, item) };
    } catch (error) {
      return { ...key, kind: 'damaged', reason: (error as Error).message };
    }
  };
  const whole = ({ pk, sk }: Key, content: Content) => ({ pk, sk, v: SCHEMA_VERSION, ...content });

  async function* pages(
    pk: string,
    newestFirst: boolean,
    limit?: number,
    range?: { from: string; to: string },
  ) {
    let start: Record<string, unknown> | undefined;
    do {
      const page = await answered(() =>
        client.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression:
              range === undefined ? 'pk = :pk' : 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': pk,
              ...(range === undefined ? {} : { ':from': range.from, ':to': range.to }),
            },
            // A run reads what it has just written.
            ConsistentRead: true,
            ScanIndexForward: !newestFirst,
            ...(limit === undefined ? {} : { Limit: limit }),
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        ),
      );
      yield page.Items ?? [];
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }

  async function writeAll(writes: readonly Write[]): Promise<void> {
    for (let from = 0; from < writes.length; from += BATCH_ITEMS) {
      let requests = writes.slice(from, from + BATCH_ITEMS);
      for (let attempt = 1; requests.length > 0; attempt++) {
        await pauseBefore(attempt, 'DynamoDB left items unwritten');
        const pending = requests;
        const { UnprocessedItems } = await answered(() =>
          client.send(new BatchWriteCommand({ RequestItems: { [name]: pending } })),
        );
        requests = (UnprocessedItems?.[name] ?? []) as Write[];
      }
    }
  }

  return {
    async get(key, schema) {
      const { Item } = await answered(() =>
        client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true })),
      );
      return Item === undefined ? undefined : parse(schema, Item);
    },
    async getAll(keys, schema) {
      const found: Found<z.output<typeof schema>>[] = [];
      for (let from = 0; from < keys.length; from += BATCH_GET_ITEMS) {
        let wanted: Record<string, unknown>[] = keys
          .slice(from, from + BATCH_GET_ITEMS)
          .map(({ pk, sk }) => ({ pk, sk }));
        for (let attempt = 1; wanted.length > 0; attempt++) {
          await pauseBefore(attempt, 'DynamoDB left items unread');
          const Keys = wanted;
          const { Responses, UnprocessedKeys } = await answered(() =>
            client.send(new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } })),
          );
          found.push(...(Responses?.[name] ?? []).map((item) => find(schema, item)));
          wanted = UnprocessedKeys?.[name]?.Keys ?? [];
        }
      }
      return found;
    },
    async query(pk, schema, range) {
      if (range !== undefined && range.to < range.from) return [];
      const items: z.output<typeof schema>[] = [];
      for await (const page of pages(pk, false, undefined, range))
        items.push(...page.map((item) => parse(schema, item)));
      return items;
    },
    async *newestFirst(pk, schema, pageSize) {
      for await (const page of pages(pk, true, pageSize)) yield* page.map((item) => parse(schema, item));
    },
    async putRevision(key, content, expected) {
      const condition =
        expected === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :expected',
              ExpressionAttributeValues: { ':expected': expected },
            };
      const Item = { ...whole(key, content), revision: expected + 1 };
      await conditional(nameOf(key), () =>
        client.send(new PutCommand({ TableName: name, Item, ...condition })),
      );
    },
    async put(key, content, options = { onlyNew: false }) {
      const condition = options.onlyNew ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
      try {
        await client.send(new PutCommand({ TableName: name, Item: whole(key, content), ...condition }));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw storeError(error);
      }
    },
    async countUp(key, period) {
      for (let attempt = 1; attempt <= COUNT_TRIES; attempt++) {
        try {
          const { Attributes } = await client.send(
            new UpdateCommand({
              TableName: name,
              Key: key,
              UpdateExpression: 'SET #count = #count + :one',
              ConditionExpression: '#period = :period',
              ExpressionAttributeNames: { '#count': 'count', '#period': 'period' },
              ExpressionAttributeValues: { ':one': 1, ':period': period },
              ReturnValues: 'UPDATED_NEW',
            }),
          );
          return Number(Attributes?.count);
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw storeError(error);
        }
        try {
          await client.send(
            new PutCommand({
              TableName: name,
              Item: whole(key, { period, count: 1 }),
              ConditionExpression: 'attribute_not_exists(pk) OR #period <> :period',
              ExpressionAttributeNames: { '#period': 'period' },
              ExpressionAttributeValues: { ':period': period },
            }),
          );
          return 1;
        } catch (error) {
          // Somebody else began the period meanwhile: count on from there.
          if (!(error instanceof ConditionalCheckFailedException)) throw storeError(error);
        }
      }
      throw new StoreError(`${nameOf(key)} was not counted`, { retryable: true });
    },
    putAll: (items) =>
      writeAll(items.map(({ key, content }) => ({ PutRequest: { Item: whole(key, content) } }))),
    deleteAll: (keys) => writeAll(keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }))),
    async page(pk, schema, after, limit) {
      const { Items = [], LastEvaluatedKey } = await answered(() =>
        client.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: after === null ? 'pk = :pk' : 'pk = :pk AND sk > :after',
            ExpressionAttributeValues: { ':pk': pk, ...(after !== null && { ':after': after }) },
            ConsistentRead: true,
            Limit: limit,
          }),
        ),
      );
      return {
        items: Items.map((item) => find(schema, item)),
        next: LastEvaluatedKey === undefined ? null : String(LastEvaluatedKey.sk),
      };
    },
    async queryKeys(pk) {
      const keys: Key[] = [];
      for await (const page of pages(pk, false)) keys.push(...page.map(({ sk }) => ({ pk, sk: String(sk) })));
      return keys;
    },
    close: () => client.destroy(),
  };
}

/** Waits longer before each repeat of a batch that DynamoDB did in part; `what` is told after too many. */
async function pauseBefore(attempt: number, what: string): Promise<void> {
  if (attempt > BATCH_TRIES) throw new StoreError(what, { retryable: true });
  if (attempt > 1) await sleep(50 * 2 ** attempt);
}

function nameOf(item: unknown): string {
  const { pk, sk } = item as Partial<Key>;
  return `${pk} / ${sk}`;
}

/** An older program cannot read what a newer one wrote, and must not write over it. */
function requireVersion(version: number, name: string): void {
  if (version === SCHEMA_VERSION) return;
  const what = `stored item ${name} has version ${version}, expected ${SCHEMA_VERSION}: another version of the program wrote it`;
  throw new StoreError(what, { retryable: false });
}
