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

/** Writes the site of what the last run of the daily job came to; undefined before the first. */
export async function publishFolder(
  folder: string,
  { siteUrl }: Pick<Settings, 'siteUrl'>,
  store: Store,
  evaluation: EvaluationSettings,
): Promise<PublishedDays | undefined> {
  const source = await loadSite({ ...evaluation, store, siteUrl });
  if (source === undefined) return undefined;
  const place = siteFolder(folder);
  const published = await publishSite(siteFiles(source, await loadBefore(place, source)), place);
  return { ...published, from: source.input.ledger[0]!.day, to: source.day };
}
