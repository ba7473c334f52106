import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { allItems, putItems, type StoredItem } from './items.ts';

/** The items stored by a release, as written by make-fixture.ts; their live blocks are generated. */
export function itemsOf(commit: string): readonly StoredItem[] {
  return gunzipSync(readFileSync(join(import.meta.dirname, `fixtures/items-${commit}.jsonl.gz`)))
    .toString('utf8')
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Creates a store in a folder from items. */
export async function makeStore(path: string, items: readonly StoredItem[]): Promise<void> {
  const embedded = await startEmbedded(path);
  await ensureTable('hashtilt', embedded.config);
  await putItems(embedded.config, items);
  await embedded.close();
}

/** Every item of a store that is not open elsewhere. */
export async function itemsIn(path: string): Promise<readonly StoredItem[]> {
  const embedded = await startEmbedded(path);
  const items = await allItems(embedded.config);
  await embedded.close();
  return items;
}
