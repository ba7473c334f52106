import { ClassicLevel } from 'classic-level';

/**
 * Every item of a closed embedded store, in key order, read from its files. The table's own entry is left
 * out, which holds the time of its creation, and when the store was tidied.
 */
export async function embeddedContent(path: string): Promise<readonly string[]> {
  const files = new ClassicLevel(path);
  const values = await files.values().all();
  await files.close();
  return values.filter((value) => value.includes('"pk":') && !value.includes('"TIDIED"'));
}
