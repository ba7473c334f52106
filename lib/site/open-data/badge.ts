import type { ShareRow } from '../../core/shares/share-table.ts';
import { widthOf } from '../../messages/charts/typeface.ts';
import { percent } from '../../messages/format.ts';
import { html } from '../../messages/html.ts';

const SIZE = 11;
const PAD = 7;
const LABEL = 'Largest Bitcoin miner';

/** A badge for other pages: the largest owner's weekly share, or "not counted". */
export function badge(largest: ShareRow | undefined): string {
  const value = largest === undefined ? 'not counted' : `${largest.name} ${percent(largest.share)}`;
  const colour =
    largest === undefined
      ? '#55616c'
      : largest.high >= 0.5
        ? '#b3261e'
        : largest.share >= 0.4
          ? '#8a4b00'
          : '#1b6b3a';
  const [left, right] = [LABEL, value].map((one) => Math.ceil(widthOf(one, SIZE)) + 2 * PAD) as [
    number,
    number,
  ];
  const textAt = (x: number, what: string) =>
    html`<text x="${x + PAD}" y="14" font-size="${SIZE}" font-family="DejaVu Sans,Verdana,sans-serif" fill="#fff">${what}</text>`;
  return `${html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${LABEL}: ${value}"><title>${LABEL}: ${value}</title><rect width="${left}" height="20" fill="#3b4651"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/>${textAt(0, LABEL)}${textAt(left, value)}</svg>`}\n`;
}
