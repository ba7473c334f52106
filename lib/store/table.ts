import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DeepReadonly } from '../schema.ts';
import { addNumbers, counterForm, increment } from './counters.ts';
import { unlessRefused, withStoreErrors } from './dynamo-faults.ts';
import { inBatches } from './in-batches.ts';
import {
  type Found,
  findItem,
  type Item,
  type ItemForm,
  type Key,
  nameOf,
  newerItem,
  parseItem,
  toItem,
  versionOf,
} from './item-form.ts';
import { StaleWriteError, StoreError } from './store-error.ts';

/** DynamoDB's limit for one BatchWriteItem. */
const BATCH_ITEMS = 25;
/** DynamoDB's limit for one BatchGetItem. */
const BATCH_GET_ITEMS = 100;

/** A DynamoDB table, on AWS or local. Every fault is thrown as a StoreError. */
export type Table = ReturnType<typeof connectTable>;

type Range = { readonly from: string; readonly to: string };

type Content<In> = NoInfer<DeepReadonly<In>>;

/** `revision`: how often an item was saved. */
type Revised = { readonly revision: number };

/** The part of a partition to query; all of it by default. */
type QueryPart = {
  readonly range?: Range | undefined;
  readonly after?: string | null;
  readonly newestFirst?: boolean;
  /** Items per page. */
  readonly limit?: number | undefined;
};

/** One write of a BatchWriteItem. */
type Write =
  | { readonly PutRequest: { readonly Item: Item } }
  | { readonly DeleteRequest: { readonly Key: Key } };

/** Connects to an existing table. */
export function connectTable(name: string, config: DynamoDBClientConfig) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  });

  /** Yields the pages of a part of a partition, fetched as they are consumed. */
  async function* pages(pk: string, { range, after, newestFirst = false, limit }: QueryPart) {
    const [condition, values] = range
      ? ['pk = :pk AND sk BETWEEN :from AND :to', { ':from': range.from, ':to': range.to }]
      : after
        ? ['pk = :pk AND sk > :after', { ':after': after }]
        : ['pk = :pk', {}];
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await withStoreErrors(() =>
        client.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: condition,
            ExpressionAttributeValues: { ':pk': pk, ...values },
            // A run must read its own writes.
            ConsistentRead: true,
            ScanIndexForward: !newestFirst,
            Limit: limit,
            ExclusiveStartKey: start,
          }),
        ),
      );
      start = LastEvaluatedKey;
      yield { items: Items, next: start };
    } while (start !== undefined);
  }

  async function writeAll(writes: readonly Write[]): Promise<void> {
    await inBatches(writes, BATCH_ITEMS, 'DynamoDB left items unwritten', async (batch) => {
      const { UnprocessedItems } = await withStoreErrors(() =>
        client.send(new BatchWriteCommand({ RequestItems: { [name]: batch } })),
      );
      return UnprocessedItems?.[name] as Write[] | undefined;
    });
  }

  async function get<Out>(form: ItemForm<Out, unknown>, key: Key): Promise<Out | undefined> {
    const { Item } = await withStoreErrors(() =>
      client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true })),
    );
    return Item === undefined ? undefined : parseItem(form, Item);
  }

  return {
    get,
    /** Loads the items that exist under some keys, in no particular order; unreadable ones are returned as damaged. */
    async getAll<Out>(form: ItemForm<Out, unknown>, keys: readonly Key[]): Promise<readonly Found<Out>[]> {
      const found: Item[] = [];
      await inBatches(keys, BATCH_GET_ITEMS, 'DynamoDB left items unread', async (Keys) => {
        const { Responses, UnprocessedKeys } = await withStoreErrors(() =>
          client.send(new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } })),
        );
        found.push(...(Responses?.[name] ?? []));
        return UnprocessedKeys?.[name]?.Keys as Key[] | undefined;
      });
      return found.map((item) => findItem(form, item));
    },
    /** Loads all items of a partition with sort keys from `from` to `to`, both included, ascending. */
    async query<Out>(form: ItemForm<Out, unknown>, pk: string, range?: Range): Promise<readonly Out[]> {
      if (range !== undefined && range.to < range.from) return [];
      const found: Item[] = [];
      for await (const { items } of pages(pk, { range })) found.push(...items);
      return found.map((item) => parseItem(form, item));
    },
    /** Yields the items of a partition by descending sort key, fetched as they are consumed. */
    async *newestFirst<Out>(form: ItemForm<Out, unknown>, pk: string, limit: number): AsyncGenerator<Out> {
      for await (const { items } of pages(pk, { newestFirst: true, limit }))
        yield* items.map((item) => parseItem(form, item));
    },
    /**
     * Loads up to `limit` items of a partition after a sort key, ascending; unreadable ones are returned as damaged.
     * `next`: the sort key to continue after; null at the end.
     */
    async page<Out>(form: ItemForm<Out, unknown>, pk: string, after: string | null, limit: number) {
      const { value } = await pages(pk, { after, limit }).next();
      const { items, next } = value!;
      return {
        items: items.map((item): Found<Out> => findItem(form, item)),
        next: next === undefined ? null : String(next.sk),
      };
    },
    /** Loads the keys of a partition's items: all, or the first pages until there are `limit`. */
    async queryKeys(pk: string, limit?: number): Promise<readonly Key[]> {
      const keys: Key[] = [];
      for await (const { items } of pages(pk, { limit })) {
        keys.push(...items.map(({ sk }) => ({ pk, sk: String(sk) })));
        if (limit !== undefined && keys.length >= limit) break;
      }
      return keys;
    },
    /** Writes an item. @throws StoreError if a newer version of the program wrote the stored one. */
    async put<In>(form: ItemForm<unknown, In>, key: Key, content: Content<In>): Promise<void> {
      const written = await unlessRefused(() =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: toItem(form, key, content),
            ConditionExpression: 'attribute_not_exists(pk) OR v <= :version',
            ExpressionAttributeValues: { ':version': versionOf(form) },
          }),
        ),
      );
      if (written === undefined) throw newerItem(key, versionOf(form));
    },
    /**
     * Writes an item with the next revision if the stored revision equals its own (0: no item yet). @throws
     * StaleWriteError otherwise.
     */
    async putRevision<In extends Revised>(
      form: ItemForm<unknown, In>,
      key: Key,
      content: Content<In>,
    ): Promise<void> {
      const { revision } = content;
      const condition =
        revision === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :revision',
              ExpressionAttributeValues: { ':revision': revision },
            };
      const Item = { ...toItem(form, key, content), revision: revision + 1 };
      const written = await unlessRefused(() =>
        client.send(new PutCommand({ TableName: name, Item, ...condition })),
      );
      if (written === undefined) throw new StaleWriteError(nameOf(key));
    },
    /** Writes items in the order given, 25 at a time. Idempotent. */
    putAll: <In, C extends Content<In>>(
      form: ItemForm<unknown, In>,
      contents: readonly C[],
      keyOf: (content: C, index: number) => Key,
    ): Promise<void> =>
      writeAll(
        contents.map((content, index) => ({
          PutRequest: { Item: toItem(form, keyOf(content, index), content) },
        })),
      ),
    /** Deletes items, 25 at a time. Idempotent. */
    deleteAll: (keys: readonly Key[]): Promise<void> =>
      writeAll(keys.map((Key) => ({ DeleteRequest: { Key } }))),
    /** Increments the counter of a period and returns it; a new period starts at 1. */
    async increment(key: Key, period: number): Promise<number> {
      const counted = await increment(client, name, key, period);
      if (counted !== undefined) return counted;
      await get(counterForm, key);
      throw new StoreError(`${nameOf(key)} was not counted`, { retryable: true });
    },
    /** Adds to the numbers of an item, which start at 0, and returns the result. `expires`: Unix seconds. */
    async addNumbers<Out>(
      form: ItemForm<Out, unknown>,
      key: Key,
      more: Readonly<Record<string, number>>,
      expires: number,
    ): Promise<Out> {
      const added = await addNumbers(client, name, key, more, { v: versionOf(form), expires });
      if (added === undefined) throw newerItem(key, versionOf(form));
      return parseItem(form, added);
    },
    close: () => client.destroy(),
  };
}
