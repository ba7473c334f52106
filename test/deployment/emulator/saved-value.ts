import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

/** A file that holds a value, for later processes. */
export type SavedValue<T> = { readonly file: string; readonly holds?: T };

/** Saves a value to a file; unlike JSON, this keeps Maps. */
export function saveValue<T>(file: string, value: T): SavedValue<T> {
  writeFileSync(file, serialize(value));
  return { file };
}

/** Loads a value that `saveValue` saved. */
export function loadValue<T>({ file }: SavedValue<T>): T {
  return deserialize(readFileSync(file)) as T;
}
