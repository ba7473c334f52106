import method from '../../data/method.json' with { type: 'json' };
import { methodAnswer } from '../bot/commands/about.ts';
import { countriesMessage } from '../bot/commands/places/countries.ts';
import { countryMessage } from '../bot/commands/places/one-place.ts';
import { subjectAnswer } from '../bot/commands/shares/pool.ts';
import { rankingMessage } from '../bot/commands/shares/ranking.ts';
import { warningsAnswer } from '../bot/commands/warnings.ts';
import type { PlaceCode } from '../core/geography/place.ts';
import { WEEK } from '../core/shares/window.ts';
import { countOf, sharesOf } from '../daily/figures.ts';
import { pageGauge } from '../messages/charts/gauge.ts';
import { pageChart } from '../messages/charts/page-chart.ts';
import { leading, standing } from '../messages/digest.ts';
import { aboutPercent, dayText, percent } from '../messages/format.ts';
import { asMarkup, type Html, html } from '../messages/html.ts';
import type { Message } from '../messages/message.ts';
import { warningPath } from '../messages/page-link.ts';
import { renderHtml, renderSections } from '../messages/render-html.ts';
import type { Charts, NamedChart } from './charts.ts';
import { MISSING, type Page } from './page.ts';
import type { SiteSource } from './source.ts';
import type { PageSubject, PageSubjects } from './subjects.ts';
import type { WarningDay } from './warning-page.ts';

/** Warnings linked from the front page. */
const NEWEST = 6;

/** What pages are written from. */
export type PageParts = {
  readonly source: SiteSource;
  readonly subjects: PageSubjects;
  /** The overview charts; a subject's own chart is passed separately. */
  readonly charts: Charts['overviews'];
  /** The newest first. */
  readonly warnings: readonly WarningDay[];
};

/** Figures for a page, which cannot know when it will be read. */
function undated({ figures }: SiteSource) {
  return { figures, at: null };
}

/** A chart with a link to its figures; empty if there is no chart. */
function figure(chart: NamedChart | null, root: string): Html {
  if (chart === null) return html``;
  const { name, drawing } = chart;
  return html`<figure>${pageChart(drawing(), name)}<figcaption><a href="${root}v1/charts/${name}.csv">These figures as CSV</a></figcaption></figure>`;
}

export function frontPage({ source, charts, warnings }: PageParts): Page {
  const { figures, day } = source;
  const { digest } = figures;
  const count = countOf(figures, 'owner', WEEK);
  const [largest] = count.missingDays > 0 ? [] : sharesOf(count);
  // The digest's summary is the large text at the top.
  const [summary, ...sections] = digest.sections;
  const answer =
    largest === undefined
      ? html`<h1>${digest.title}</h1>${renderSections(summary === undefined ? [] : [summary], 'h2')}`
      : html`<h1>${standing(largest, figures.episodes)}</h1>${pageGauge(largest)}<p>${leading(largest)}</p>`;
  return {
    path: 'index.html',
    title: 'Is anybody near a majority of Bitcoin mining? Hashtilt',
    description:
      largest === undefined ? digest.title : `${standing(largest, figures.episodes)} ${leading(largest)}`,
    body: html`<section class="hero" aria-label="The answer"><p class="question">Is anybody near a majority of Bitcoin mining? As of <time datetime="${day}">${dayText(day)}</time>:</p>${answer}</section><div class="columns"><section>${renderHtml({ ...digest, sections })}<h2>Newest warnings</h2>${warningList(warnings.slice(0, NEWEST))}<p><a href="warnings.html">All warnings</a></p></section><section><h2>Who holds how much</h2>${figure(charts.owners, '')}${figure(charts['owners-over-time'], '')}</section></div>`,
  };
}

export function ownersPage({ source, subjects, charts }: PageParts): Page {
  const message = rankingMessage(undated(source), 'owner', WEEK, 'all');
  const body = html`${figure(charts.owners, '')}${figure(charts['owners-over-time'], '')}${figure(charts.templates, '')}`;
  return {
    ...listPage('owners.html', 'Owners of pools', message, body, subjects.owner, 'owners'),
    isInteractive: true,
  };
}

export function poolsPage({ source, subjects, charts }: PageParts): Page {
  const message = rankingMessage(undated(source), 'pool', WEEK, 'all');
  const body = html`${figure(charts.pools, '')}${figure(charts['pools-over-time'], '')}`;
  return { ...listPage('pools.html', 'Pools', message, body, subjects.pool, 'pools'), isInteractive: true };
}

export function countriesPage({ source, subjects, charts }: PageParts): Page {
  const message = countriesMessage(undated(source), 'all', true);
  const body = html`${figure(charts.machines, '')}${figure(charts['operators-and-machines'], '')}`;
  return listPage('countries.html', 'Countries', message, body, subjects.country, 'countries');
}

/** The bot's answer about all subjects, and links to those that have a page. */
function listPage(
  path: string,
  name: string,
  message: Message,
  charts: Html,
  subjects: readonly PageSubject[],
  folder: string,
): Page {
  const items = subjects.map(
    (one) =>
      html`<li><a href="${folder}/${one.key}.html">${one.name}</a> <span>highest ${mostText(one)}</span></li>`,
  );
  return {
    path,
    title: `${name}: shares of Bitcoin mining. Hashtilt`,
    description: message.title,
    body: html`<h1>${name}</h1><div class="columns"><section>${charts}</section><section>${renderHtml(message)}<h2>All with ${percent(0.05, 0)} of any week since 2020, or blocks in the last 90 days</h2><ul class="list">${items}</ul></section></div>`,
  };
}

/** The page of an owner or a pool: the bot's answer, and the share over time. */
export function subjectPage(
  { source }: PageParts,
  lens: 'owner' | 'pool',
  one: PageSubject,
  chart: NamedChart | null,
): Page {
  // An owner's page is its own, even if all it may still have is a pool that counts as another owner.
  const { message } = subjectAnswer(undated(source), { lens, key: one.key, name: one.name }, null);
  return onePage(`${lens}s/${one.key}.html`, message, one, figure(chart, '../'));
}

export function countryPage({ source }: PageParts, one: PageSubject, chart: NamedChart | null): Page {
  const message = countryMessage(undated(source), one.key as PlaceCode, true);
  return onePage(`countries/${one.key}.html`, message, one, figure(chart, '../'));
}

/** "82.5% of operators (counted), in the week to 24 Sep 2020": modelled shares are not told to a tenth. */
function mostText({ most: { share, day, of } }: PageSubject): string {
  const what =
    of === 'machines' ? ' of machines (modelled)' : of === 'operators' ? ' of operators (counted)' : '';
  return `${of === 'machines' ? aboutPercent(share) : percent(share)}${what}, in the week to ${dayText(day)}`;
}

function onePage(path: string, { title, sections }: Message, one: PageSubject, chart: Html): Page {
  return {
    path,
    title: `${one.name}: share of Bitcoin mining. Hashtilt`,
    description: `The share of ${one.name} in Bitcoin mining, day by day, with 95% intervals.`,
    body: html`<h1>${title}</h1><div class="columns"><section>${renderSections(sections, 'h2')}<p class="muted">Highest weekly share: ${mostText(one)}.</p></section><section>${chart}</section></div>`,
    isInteractive: true,
  };
}

export function warningsPage({ source, warnings }: PageParts): Page {
  const { title, sections } = warningsAnswer(undated(source)).message;
  return {
    path: 'warnings.html',
    title: 'Warnings. Hashtilt',
    description: title,
    body: html`<h1>${title}</h1><div class="columns"><section>${renderSections(sections, 'h2')}</section><section><h2>Every day with a warning</h2>${warningList(warnings)}</section></div>`,
  };
}

export function methodPage(): Page {
  const { title, sections } = methodAnswer().message;
  return {
    path: 'method.html',
    title: `${title}. Hashtilt`,
    description: 'How blocks become shares, how shares become warnings, and what is not known.',
    body: html`<h1>${title}</h1><section class="prose">${renderSections(sections, 'h2')}<h2>The formulas, and where they come from</h2>${asMarkup(method.blocks.join(''))}<p class="muted">Files and functions named here are parts of Hashtilt’s source code.</p></section>`,
  };
}

/** The page served if there is none at an address. */
export function missingPage(): Page {
  return {
    path: MISSING,
    title: 'No such page. Hashtilt',
    description: 'There is no page at this address.',
    body: html`<h1>There is no page at this address</h1><p>The page of a new warning appears a few minutes after the message. Owners, pools and countries have a page if they ever held ${percent(0.05, 0)} of a week, or mined in the last 90 days: the lists above lead to each.</p>`,
  };
}

function warningList(warnings: readonly WarningDay[]): Html {
  if (warnings.length === 0) return html`<p>No rule has warned yet.</p>`;
  return html`<ul class="list">${warnings.map(({ day, message }) => html`<li><time datetime="${day}">${dayText(day)}</time><a href="${warningPath(day)}">${message.title}</a></li>`)}</ul>`;
}
