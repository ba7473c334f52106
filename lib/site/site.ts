import { warningPath } from '../messages/page-link.ts';
import type { SiteBefore } from './before.ts';
import { chartsOf, type NamedChart } from './charts.ts';
import { addToCharts } from './charts-script.ts';
import { dataPage } from './data-page.ts';
import { iconFile } from './icon.ts';
import { machineRows } from './open-data/history.ts';
import { openDataFiles } from './open-data/open-data.ts';
import { chartFiles } from './open-data/table-files.ts';
import { CHARTS_SCRIPT, type Page, writePage } from './page.ts';
import {
  countriesPage,
  countryPage,
  frontPage,
  methodPage,
  missingPage,
  ownersPage,
  type PageParts,
  poolsPage,
  subjectPage,
  warningsPage,
} from './pages.ts';
import type { SiteFile } from './site-file.ts';
import type { SiteSource } from './source.ts';
import { pageSubjects } from './subjects.ts';
import { warningDays, warningPage } from './warning-page.ts';

/**
 * Every file of a site, each after those it links to, the front page last, so that a publication killed halfway leaves
 * no broken link.
 */
export function* siteFiles(source: SiteSource, before: SiteBefore): Generator<SiteFile> {
  const machines = machineRows(source.input, before.machines);
  const subjects = pageSubjects(source.input, source.figures, machines);
  const charts = chartsOf(source);
  const warnings = warningDays(source);
  const parts: PageParts = { source, subjects, charts: charts.overviews, warnings };
  const written = (page: Page): string => writePage(page, source.url);
  yield { path: 'favicon.ico', body: iconFile };
  yield { path: CHARTS_SCRIPT, body: () => `(${addToCharts})();\n` };
  for (const warning of warnings) {
    const { day, key, transitions } = warning;
    const drawn = charts.ofWarning(transitions);
    for (const chart of drawn) for (const file of chartFiles(chart)) yield { ...file, key };
    yield { path: warningPath(day), key, body: () => written(warningPage(source, drawn, warning)) };
  }
  const names: string[] = [];
  function* drawn(chart: NamedChart | null) {
    if (chart === null) return;
    names.push(chart.name);
    yield* chartFiles(chart);
  }
  for (const chart of Object.values(charts.overviews)) yield* drawn(chart);
  for (const folder of ['owner', 'pool', 'country'] as const)
    for (const one of subjects[folder]) {
      const chart = charts.ofSubject(folder, one.key);
      yield* drawn(chart);
      const page =
        folder === 'country' ? countryPage(parts, one, chart) : subjectPage(parts, folder, one, chart);
      yield { path: page.path, body: () => written(page) };
    }
  yield* openDataFiles(source, warnings, machines, before.feeds);
  const others = [ownersPage, poolsPage, countriesPage, warningsPage, frontPage].map((page) => page(parts));
  for (const page of [missingPage(), methodPage(), dataPage(names, source.url), ...others])
    yield { path: page.path, body: () => written(page) };
}
