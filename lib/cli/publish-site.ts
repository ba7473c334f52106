import { join } from 'node:path';
import type { Settings } from '../config/environment.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { EvaluationSettings } from '../daily/run-daily.ts';
import { loadBefore } from '../site/before.ts';
import { type Published, publishSite } from '../site/publish.ts';
import { siteFiles } from '../site/site.ts';
import { loadSite } from '../site/source.ts';
import { siteFolder } from '../store/site-folder.ts';
import type { Store } from '../store/store.ts';

/** A publication, and the first and last day it covers. */
export type PublishedDays = Published & { readonly from: UtcDay; readonly to: UtcDay };

/** The folder of a store's site: inside the embedded store's folder, or in `.hashtilt` for a table. */
export function siteFolderOf({ store }: Pick<Settings, 'store'>): string {
  return join(store.kind === 'embedded' ? store.path : '.hashtilt', 'site');
}

/** Writes the site for the last daily run; undefined if the daily job has never run. */
export async function publishFolder(
  folder: string,
  store: Store,
  evaluation: EvaluationSettings,
): Promise<PublishedDays | undefined> {
  const source = await loadSite({ ...evaluation, store });
  if (source === undefined) return undefined;
  const place = siteFolder(folder);
  const published = await publishSite(siteFiles(source, await loadBefore(place, source)), place);
  return { ...published, from: source.input.ledger[0]!.day, to: source.day };
}
