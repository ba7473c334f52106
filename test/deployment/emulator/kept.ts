import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

/** A file with a value in it, for processes that come later. */
export type Kept<T> = { readonly file: string; readonly holds?: T };

/** Keeps a value, maps and all, in a file. */
export function keep<T>(file: string, value: T): Kept<T> {
  writeFileSync(file, serialize(value));
  return { file };
}

/** The value that is kept in a file. */
export function kept<T>({ file }: Kept<T>): T {
  return deserialize(readFileSync(file)) as T;
}
