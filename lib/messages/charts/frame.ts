import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { capitalised, dayText } from '../format.ts';
import type { Basis } from './chart.ts';
import type { Ink } from './ink.ts';
import { movedArea, type PlotArea } from './plot-area.ts';
import { type Block, moved, textAt } from './svg.ts';
import { widthOf, wrap } from './typeface.ts';

/**
 * Width of every picture. A unit is about one CSS pixel when a chat shows the picture on a phone, so font sizes here are
 * the sizes people see.
 */
const WIDTH = 360;

const MARGIN = 16;

/** Width inside the margins. */
export const BODY_WIDTH: number = WIDTH - 2 * MARGIN;

const TITLE = { size: 17, line: 22 } as const;
const SUBTITLE = { size: 12, line: 16 } as const;
const FOOTNOTE = { size: 10.5, line: 14 } as const;

export type Captions = {
  /** The finding. */
  readonly title: string;
  /** What is measured, when, and over which window. */
  readonly subtitle: string;
  readonly bases: readonly Basis[];
  readonly day: UtcDay;
};

/** A finished drawing in SVG, with its size in units and its text alternative. */
export type Drawing = {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  /** Set for a plot over time. */
  readonly area?: PlotArea;
};

/** Frames a drawing with title and subtitle above, and origin and date of its figures below. */
export function frame(
  { title, subtitle, bases, day }: Captions,
  body: Block & Pick<Drawing, 'area'>,
  ink: Ink,
): Drawing {
  const parts: string[] = [];
  let y = MARGIN + TITLE.size - 3;
  for (const line of wrap(title, BODY_WIDTH, TITLE.size, 'bold')) {
    parts.push(textAt(MARGIN, y, line, { size: TITLE.size, weight: 'bold', fill: ink.text }));
    y += TITLE.line;
  }
  y -= 2;
  for (const line of wrap(subtitle, BODY_WIDTH, SUBTITLE.size)) {
    parts.push(textAt(MARGIN, y, line, { size: SUBTITLE.size, fill: ink.muted }));
    y += SUBTITLE.line;
  }
  parts.push(moved(MARGIN, y, body.markup));
  const area = body.area && movedArea(MARGIN, y, body.area);
  y += body.height + FOOTNOTE.line + 8;
  for (const basis of bases) {
    const lines = footnoteLines(basis, y, ink);
    parts.push(...lines);
    y += lines.length * FOOTNOTE.line;
  }
  parts.push(textAt(MARGIN, y, `Hashtilt, ${dayText(day)}`, { size: FOOTNOTE.size, fill: ink.muted }));
  const height = Math.ceil(y + MARGIN - 3);
  return {
    svg: [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
      `<rect width="${WIDTH}" height="${height}" fill="${ink.paper}"/>`,
      ...parts,
      '</svg>',
    ].join('\n'),
    width: WIDTH,
    height,
    alt: [title, subtitle, ...bases.map(({ kind, what }) => `${capitalised(kind)}: ${what}`)].join('. '),
    ...(area && { area }),
  };
}

/** The kind of figure in bold, then its origin. */
function footnoteLines({ kind, what }: Basis, top: number, ink: Ink): readonly string[] {
  const label = `${capitalised(kind)}: `;
  const { size, line } = FOOTNOTE;
  const lines = wrap(`${label}${what}`, BODY_WIDTH, size, 'bold');
  return lines.map((content, index) => {
    const y = top + index * line;
    if (index > 0) return textAt(MARGIN, y, content, { size, fill: ink.muted });
    const rest = content.slice(label.length);
    const x = MARGIN + widthOf(label, size, 'bold');
    return (
      textAt(MARGIN, y, label.trimEnd(), { size, weight: 'bold', fill: ink.text }) +
      textAt(x, y, rest, { size, fill: ink.muted })
    );
  });
}
