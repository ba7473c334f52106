import { ClassicLevel } from 'classic-level';

/**
 * Every item of a closed embedded store, in key order, read from its files. The table's own entry is left
 * out: it holds the time of its creation.
 */
export async function embeddedContent(path: string): Promise<readonly string[]> {
  const files = new ClassicLevel(path);
  const values = await files.values().all();
  await files.close();
  return values.filter((value) => value.includes('"pk":'));
}
