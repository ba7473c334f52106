import type { UtcDay } from '../core/ledger/utc-day.ts';
import { dayText } from '../messages/format.ts';
import { html } from '../messages/html.ts';
import { addressOf } from '../messages/page-link.ts';
import { LICENCE } from './open-data/documents.ts';
import type { Page } from './page.ts';

/** The chart in the embedding example. */
const EMBEDDED = 'owners-over-time';

/** The page that lists every data file and its licence. @param url where the site is published; null if not known. */
export function dataPage(charts: readonly string[], url: string | null): Page {
  const at = (path: string) => (url === null ? path : addressOf(url, path));
  const file = (path: string, name: string) => html`<a href="${path}">${name}</a>`;
  const history = (name: string, what: string) =>
    html`<li>${what}: ${file(`v1/history/${name}.csv`, 'CSV')}, ${file(`v1/history/${name}.parquet`, 'Parquet')}, ${file(`v1/history/${name}.metadata.json`, 'what it is')}</li>`;
  const embed = (image: string, alt: string) =>
    `<a href="${at('index.html')}"><img src="${at(image)}" alt="${alt}"></a>`;
  const feeds =
    url === null
      ? null
      : html`<h2>Feeds</h2><ul><li>Warnings: ${file('v1/warnings.atom', 'Atom')}, ${file('v1/warnings.feed.json', 'JSON Feed')}</li><li>The daily digest: ${file('v1/digests.atom', 'Atom')}, ${file('v1/digests.feed.json', 'JSON Feed')}</li></ul>`;
  return {
    path: 'data.html',
    title: 'Open data on who mines Bitcoin. Hashtilt',
    description:
      'Shares of Bitcoin mining by pool, owner and country as CSV, Parquet and JSON, with feeds and a badge.',
    body: html`<h1>Open data</h1><div class="columns"><section><h2>The newest day</h2><ul><li>${file('v1/latest.json', 'latest.json')}: shares, what is open and the newest warning, for machines</li></ul><h2>The whole history</h2><ul>${[
      history('blocks', 'Blocks of each day by pool, counted'),
      history('shares', 'Shares of each week by pool, owner, template group and seat, counted'),
      history('machines', 'Where machines stand on each day, modelled'),
    ]}</ul><h2>One day</h2><p><code>v1/days/2025-01-08.json</code> is a day as it is counted now, for example ${file('v1/days/2025-01-08.json', dayText('2025-01-08' as UtcDay))}. A correction gives it a new revision. <code>v1/days/2025-01-08/r1.json</code> is its first revision and stays as it is.</p>${feeds}<h2>Licence</h2><p>Our figures are free to use under <a href="${LICENCE.url}">${LICENCE.name}</a>. Name:</p><ul>${LICENCE.attribution.map((name) => html`<li>${name}</li>`)}</ul></section><section><h2>On your own page</h2><p><img src="v1/badge.svg" alt="The largest owner's share of Bitcoin mining" height="20"></p><pre>${embed('v1/badge.svg', "The largest owner's share of Bitcoin mining")}</pre><pre>${embed(`v1/charts/${EMBEDDED}.svg`, 'Shares of Bitcoin mining since 2020')}</pre><h2>Charts</h2><ul>${charts.map((name) => html`<li>${name}: ${file(`v1/charts/${name}.csv`, 'CSV')}, ${file(`v1/charts/${name}.svg`, 'SVG')}, ${file(`v1/charts/${name}.metadata.json`, 'what it is')}</li>`)}</ul><h2>Schemas</h2><p>JSON Schemas: ${file('v1/schemas/latest.json', 'latest')}, ${file('v1/schemas/day.json', 'day')}, ${file('v1/schemas/day-revision.json', 'revision of a day')}, ${file('v1/schemas/metadata.json', 'metadata')}. Within <code>v1</code> columns and members are only added.</p></section></div>`,
  };
}
