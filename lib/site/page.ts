import { createHash } from 'node:crypto';
import { CHART_STYLE } from '../messages/charts/page-chart.ts';
import { asMarkup, type Html, html } from '../messages/html.ts';
import { addressOf } from '../messages/page-link.ts';
import { ICON } from './icon.ts';
import { STYLE } from './style.ts';

/** Pages in every page's navigation. */
const NAVIGATION = [
  ['index.html', 'Today'],
  ['owners.html', 'Owners'],
  ['pools.html', 'Pools'],
  ['countries.html', 'Countries'],
  ['warnings.html', 'Warnings'],
  ['method.html', 'Method'],
  ['data.html', 'Data'],
] as const;

/** The page served if there is none at an address. */
export const MISSING = '404.html';

/** The script of pages with charts over time, which show the same figures without it. */
export const CHARTS_SCRIPT = 'charts.js';

/** Inline, so that no browser requests it. */
const ICON_ADDRESS = `data:image/svg+xml,${encodeURIComponent(ICON)}`;

const DIGEST = (sheet: string) => `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`;

const policyOf = (...sheets: readonly string[]) =>
  [
    "default-src 'none'",
    `style-src ${sheets.map(DIGEST).join(' ')}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The Content-Security-Policy of a page: its own style sheet and the site's pictures, no scripts. */
const PAGE_POLICY: string = policyOf(STYLE);

/** What interactive charts need: the site's one script, and their CSV. */
const INTERACTIVE = "script-src 'self'; connect-src 'self'";

/** The policy of a page with interactive charts. */
export const INTERACTIVE_POLICY: string = `${PAGE_POLICY}; ${INTERACTIVE}`;

/** The policy for servers of the site: it also covers the style sheet of charts, and forbids framing. */
export const SERVED_POLICY: string = `${policyOf(STYLE, CHART_STYLE)}; ${INTERACTIVE}; frame-ancestors 'none'`;

export type Page = {
  /** From the root of the site. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly body: Html;
  /** Set if its charts are interactive where there is JavaScript. */
  readonly isInteractive?: true;
};

/**
 * The relative path from a page to the root, so that a site works in any folder and from disk. The page for missing
 * addresses is served at any depth, so its path is absolute.
 */
function rootFrom(path: string, url: string | null): string {
  if (path === MISSING) return url === null ? '/' : new URL(url).pathname;
  return '../'.repeat(path.split('/').length - 1);
}

/** Writes a page as HTML. @param url where the site is published; null if not known. */
export function writePage(
  { path, title, description, body, isInteractive }: Page,
  url: string | null,
): string {
  const root = rootFrom(path, url);
  const links = NAVIGATION.map(
    ([to, name]) =>
      html`<li>${to === path ? html`<a href="${root}${to}" aria-current="page">${name}</a>` : html`<a href="${root}${to}">${name}</a>`}</li>`,
  );
  const feed =
    url === null
      ? null
      : html`<link rel="alternate" type="application/atom+xml" title="Warnings" href="${root}v1/warnings.atom">`;
  const canonical =
    url === null || path === MISSING ? null : html`<link rel="canonical" href="${addressOf(url, path)}">`;
  const policy = isInteractive === undefined ? PAGE_POLICY : INTERACTIVE_POLICY;
  const script =
    isInteractive === undefined ? null : html`<script src="${root}${CHARTS_SCRIPT}" defer></script>`;
  const markup = html`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><meta name="description" content="${description}"><meta property="og:title" content="${title}"><meta property="og:description" content="${description}">${canonical}<link rel="icon" href="${ICON_ADDRESS}">${feed}<style>${asMarkup(STYLE)}</style>${script}</head><body><a class="skip" href="#main">Skip to the figures</a><header><a href="${root}index.html">Hashtilt</a><nav aria-label="Pages"><ul>${links}</ul></nav></header><main id="main">${body}</main><footer><p>Hashtilt counts who mines Bitcoin, with 95% intervals, and warns when somebody nears a majority.</p><p>Our figures are free to use under <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>: name Hashtilt and, for recorded days, mempool.space. <a href="${root}data.html">Every figure as a file</a> · <a href="${root}method.html">How we know</a></p></footer></body></html>`;
  return `<!doctype html>\n${markup}\n`;
}
