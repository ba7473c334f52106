import * as z from 'zod/mini';
import { type DeepReadonly, parseInput } from '../schema.ts';
import { StoreError } from './store-error.ts';

export type Key = { readonly pk: string; readonly sk: string };

/** An item as DynamoDB holds it. */
export type Item = Readonly<Record<string, unknown>>;

/** How items of one kind are written and read: `In` is stored, and parsed to `Out`. */
export type ItemForm<Out, In = Out> = {
  readonly schema: z.ZodMiniType<Out, In>;
  /** Schemas of the earlier versions 1, 2 and so on. */
  readonly older: readonly z.ZodMiniType<Out>[];
};

/** An item with its key, or why it cannot be read. */
export type Found<T> = Key &
  ({ readonly kind: 'sound'; readonly content: T } | { readonly kind: 'damaged'; readonly reason: string });

const headSchema = z.looseObject({ pk: z.string(), sk: z.string(), v: z.int().check(z.positive()) });

/** Creates a form from its schema and those of earlier versions, oldest first. */
export function itemForm<S extends z.ZodMiniType>(
  schema: S,
  older: readonly z.ZodMiniType<z.output<S>>[] = [],
): ItemForm<z.output<S>, z.input<S>> {
  return { schema: schema as ItemForm<z.output<S>, z.input<S>>['schema'], older };
}

/** The version stored in every item, so that later releases can read it. */
export function versionOf({ older }: ItemForm<unknown, unknown>): number {
  return older.length + 1;
}

/** Builds the item to write. */
export function toItem<Out, In>(form: ItemForm<Out, In>, { pk, sk }: Key, content: DeepReadonly<In>): Item {
  return { pk, sk, v: versionOf(form), ...(content as Item) };
}

/**
 * Parses an item.
 *
 * @throws InputError naming the item and each of its faults.
 * @throws StoreError if a newer version of the program wrote it, in a form unknown here.
 */
export function parseItem<Out>(form: ItemForm<Out, unknown>, item: Item): Out {
  const name = `stored item ${nameOf(item)}`;
  const { pk, sk, v, ...content } = parseInput(headSchema, item, name);
  const schema = [...form.older, form.schema][v - 1];
  if (schema !== undefined) return parseInput(schema, content, name);
  throw newerItem(item, versionOf(form));
}

/** Returns the error for an item written by a newer version of the program, which must be neither read nor replaced. */
export function newerItem(item: Item | Key, version: number): StoreError {
  const what = `stored item ${nameOf(item)} has a version above ${version}: a newer version of the program wrote it`;
  return new StoreError(what, { retryable: false });
}

/** Parses an item without throwing, so that a damaged one does not hold up others. */
export function findItem<Out>(form: ItemForm<Out, unknown>, item: Item): Found<Out> {
  const key = { pk: String(item.pk), sk: String(item.sk) };
  try {
    return { ...key, kind: 'sound', content: parseItem(form, item) };
  } catch (error) {
    return { ...key, kind: 'damaged', reason: (error as Error).message };
  }
}

export function nameOf({ pk, sk }: Item | Key): string {
  return `${pk} / ${sk}`;
}
