import { asMarkup, type Html, html } from '../html.ts';
import type { Chart } from './chart.ts';
import { pageColours } from './colours.ts';
import { drawChart } from './draw.ts';
import type { PlotArea } from './plot-area.ts';

export type PageDrawing = {
  readonly width: number;
  readonly height: number;
  /** The finding. */
  readonly title: string;
  /** What is measured, and the origin of the figures. */
  readonly description: string;
  /** Markup without the `svg` element and its background. */
  readonly body: string;
  readonly area: PlotArea | null;
};

/** Draws a chart for pages, with colours as CSS variables. */
export function drawForPage(chart: Chart): PageDrawing {
  const { svg, alt, width, height, area = null } = drawChart(chart, 'page');
  const [title = ''] = alt.split('. ', 1);
  return { width, height, title, description: alt.slice(title.length + 2), body: trimmed(svg), area };
}

/** A drawing inlined in a page. @param id unique in the page. */
export function pageChart({ body, width, height, title, description, area }: PageDrawing, id: string): Html {
  const plot = area === null ? null : html` data-plot="${JSON.stringify(area)}"`;
  return html`<svg viewBox="0 0 ${width} ${height}"${plot} role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${asMarkup(body)}</svg>`;
}

/** Style sheet of a standalone chart file. */
export const CHART_STYLE: string = `svg{${pageColours('light')};font-family:system-ui,sans-serif}@media(prefers-color-scheme:dark){svg{${pageColours('dark')}}}`;

/** A drawing as a standalone SVG file that any page can embed, for light and dark screens. */
export function fileChart({ body, width, height, title, description }: PageDrawing): string {
  return `${html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc"><title id="title">${title}</title><desc id="desc">${description}</desc><style>${asMarkup(CHART_STYLE)}</style><rect width="${width}" height="${height}" fill="var(--paper)"/>${asMarkup(body)}</svg>`}\n`;
}

/** The content of a drawing, without fonts, which the page sets, and with coordinates rounded to tenths. */
function trimmed(svg: string): string {
  return svg
    .replace(/^<svg[^>]*>\s*<rect[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/ font-family="[^"]*"| font-weight="normal"| text-anchor="start"/g, '')
    .replace(/ d="[^"]*"/g, (path) => path.replace(/-?\d+\.\d+/g, tenths))
    .replaceAll('\n', '');
}

function tenths(number: string): string {
  return `${Math.round(Number(number) * 10) / 10}`;
}
