import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { InputError } from './errors.ts';

// zod/mini ships without texts; the English ones say what was expected.
z.config(en());

/** A whole number from 0. */
export const count = z.int().check(z.nonnegative());

/** A text that is not blank. */
export const nonBlank = z.string().check(z.regex(/\S/, 'expected a text that is not blank'));

/** The same, read only at every level. */
export type DeepReadonly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? ReadonlyMap<K, DeepReadonly<V>>
    : T extends readonly (infer One)[]
      ? readonly DeepReadonly<One>[]
      : { readonly [Name in keyof T]: DeepReadonly<T[Name]> };

/** What a schema makes of a value, read only: types follow from schemas and stand nowhere beside them. */
export type Parsed<S extends z.ZodMiniType> = DeepReadonly<z.output<S>>;

/**
 * Parses a value that came from outside with a schema and reports all its faults at once, each with its
 * path below `where` ("registry.json: pools[3].tags: expected array").
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
 * Parses a text that is to hold one JSON document, like any other value from outside.
 *
 * @throws InputError; a text that is no JSON is a fault of the whole document.
 */
export function parseJsonInput<S extends z.ZodMiniType>(schema: S, text: string, where: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Reported by the schema, like everything else that is none of it.
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
