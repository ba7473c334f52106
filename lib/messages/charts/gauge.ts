import type { ShareRow } from '../../core/shares/share-table.ts';
import { percent } from '../format.ts';
import { asMarkup, type Html, html } from '../html.ts';
import { bar } from './bars.ts';
import { colourOf } from './colours.ts';
import { BODY_WIDTH } from './frame.ts';
import { inkOf } from './ink.ts';
import { moved, textAt } from './svg.ts';

const SMALL = 10.5;
const HEIGHT = 46;

/** A share on a scale from 0 to 100% for a page, with half marked as the start of a majority. */
export function pageGauge(row: ShareRow): Html {
  const ink = inkOf('page');
  const half = BODY_WIDTH / 2;
  const body = [
    moved(0, 16, bar(2, { share: row.share, interval: row }, { fill: colourOf(row.key, 'page'), ink })),
    `<path d="M${half},12V34" stroke="${ink.bound}" stroke-width="1.6" stroke-dasharray="4,2"/>`,
    textAt(half, 9, 'half: a majority', { size: SMALL, weight: 'bold', fill: ink.bound, anchor: 'middle' }),
    textAt(0, HEIGHT - 2, '0', { size: SMALL, fill: ink.muted }),
    textAt(BODY_WIDTH, HEIGHT - 2, percent(1, 0), { size: SMALL, fill: ink.muted, anchor: 'end' }),
  ].join('');
  return html`<svg viewBox="0 0 ${BODY_WIDTH} ${HEIGHT}" role="img" aria-labelledby="gauge-title"><title id="gauge-title">${row.name} at ${percent(row.share)}, half at ${percent(0.5, 0)}</title>${asMarkup(body)}</svg>`;
}
