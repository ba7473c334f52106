import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { InputError } from './errors.ts';

// zod/mini ships without messages; the English ones say what was expected.
z.config(en());

/** A non-negative integer. */
export const count = z.int().check(z.nonnegative());

export const nonBlank = z.string().check(z.regex(/\S/, 'expected a text that is not blank'));

/** `T`, read-only at every level. */
export type DeepReadonly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? ReadonlyMap<K, DeepReadonly<V>>
    : T extends readonly (infer One)[]
      ? readonly DeepReadonly<One>[]
      : { readonly [Name in keyof T]: DeepReadonly<T[Name]> };

/** A schema's output, read-only: types are inferred from schemas, never declared alongside them. */
export type Parsed<S extends z.ZodMiniType> = DeepReadonly<z.output<S>>;

/**
 * Parses an external value with a schema and reports all its faults at once, each with its path below
 * `where` ("registry.json: pools[3].tags: expected array").
 *
 * @throws InputError with one fault per issue; values are never quoted, since they may be secrets.
 */
export function parseInput<S extends z.ZodMiniType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues.map(({ path, message }) => ({ where: `${where}${pathText(path)}`, what: message })),
  );
}

/**
 * Parses an external JSON document with a schema.
 *
 * @throws InputError as `parseInput` does; invalid JSON is a fault of the whole document.
 */
export function parseJsonInput<S extends z.ZodMiniType>(schema: S, text: string, where: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The schema refuses `undefined`, as it does any other wrong value.
  }
  return parseInput(schema, value, where);
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const parts = path.map((key, index) =>
    typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
  );
  return `: ${parts.join('')}`;
}
