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

/** A publication, and the first and the last day that it shows. */
export type PublishedDays = Published & { readonly from: UtcDay; readonly to: UtcDay };

/** Where the site of a store is on this machine: beside what it is made from. */
export function siteFolderOf({ store }: Pick<Settings, 'store'>): string {
  return join(store.kind === 'embedded' ? store.path : '.hashtilt', 'site');
}

/** Writes the site of what the last run of the daily job came to; undefined before the first. */
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
