import { defaultRules } from '../../lib/config/default-rules.ts';
import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import { latestFigures } from '../../lib/daily/latest-figures.ts';
import { composeReport } from '../../lib/daily/report.ts';
import type { ReportInput } from '../../lib/daily/report-input.ts';
import { loadBefore } from '../../lib/site/before.ts';
import { type Published, publishSite, type SitePlace } from '../../lib/site/publish.ts';
import { siteFiles } from '../../lib/site/site.ts';
import type { SiteSource } from '../../lib/site/source.ts';

/** A place in memory, with what is in it. `stopAt`: the save that fails, as if the publisher were killed. */
export function memoryPlace(files = new Map<string, Buffer>(), stopAt = Number.POSITIVE_INFINITY) {
  let saves = 0;
  const place: SitePlace = {
    load: async (path) => files.get(path)?.toString(),
    async save(path, body) {
      saves += 1;
      if (saves === stopAt) throw new Error('killed');
      files.set(path, Buffer.from(body));
    },
    async remove(path) {
      files.delete(path);
    },
    async claim() {},
  };
  return { place, files, text: (path: string) => files.get(path)!.toString() };
}

/** The source of a ledger's site, under the default rules. */
export function sourceOf(ledger: Ledger, over: Partial<SiteSource> = {}): SiteSource {
  const rules = defaultRules();
  const { transitions } = replayRules(ledger, rules, 'then');
  const input: ReportInput = {
    ...{ ledger, transitions, notes: [], signals: [], knowledge: 'then', reportUrl: null },
  };
  const { day } = ledger.at(-1)!;
  const figures = latestFigures(input, composeReport(input, day));
  return { input, rules, day, figures, retracted: [], sent: new Map(), url: 'https://example.org/', ...over };
}

/** Publishes on top of what is there. */
export async function publishTo(place: SitePlace, source: SiteSource): Promise<Published> {
  return publishSite(siteFiles(source, await loadBefore(place, source)), place);
}
