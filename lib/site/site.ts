import { warningPath } from '../messages/page-link.ts';
import type { SiteBefore } from './before.ts';
import { chartNames, chartsOf } from './charts.ts';
import { dataPage } from './data-page.ts';
import { openDataFiles } from './open-data/open-data.ts';
import { chartFiles } from './open-data/table-files.ts';
import { type Page, writePage } from './page.ts';
import {
  countriesPage,
  countryPage,
  frontPage,
  methodPage,
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
 * Every file of a site, each after those that it leads to, the front page last: whoever is stopped in between leaves
 * a page that leads only to what is there.
 */
export function* siteFiles(source: SiteSource, before: SiteBefore): Generator<SiteFile> {
  const subjects = pageSubjects(source.input, source.figures);
  const charts = chartsOf(source);
  const warnings = warningDays(source);
  const parts: PageParts = { source, subjects, charts, warnings };
  const names = chartNames(subjects).filter((name) => charts.named(name) !== null);
  const written = (page: Page): string => writePage(page, source.url);
  for (const warning of warnings) {
    const { day, key, transitions } = warning;
    for (const chart of charts.ofWarning(transitions))
      for (const file of chartFiles(chart)) yield { ...file, key };
    yield { path: warningPath(day), key, body: () => written(warningPage(source, charts, warning)) };
  }
  for (const name of names) yield* chartFiles(charts.named(name)!);
  yield* openDataFiles(source, warnings, before);
  for (const page of pagesOf(parts, names)) yield { path: page.path, body: () => written(page) };
}

function* pagesOf(parts: PageParts, charts: readonly string[]): Generator<Page> {
  const { source, subjects } = parts;
  for (const lens of ['owner', 'pool'] as const)
    for (const one of subjects[lens]) yield subjectPage(parts, lens, one);
  for (const one of subjects.country) yield countryPage(parts, one);
  yield methodPage();
  yield dataPage(charts, source.url);
  for (const page of [ownersPage, poolsPage, countriesPage, warningsPage, frontPage]) yield page(parts);
}
