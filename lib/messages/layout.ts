import { assertNever } from '../errors.ts';
import { counted } from './format.ts';
import { bold, type Inline, type List, type Paragraph, type Section, type Table, text } from './message.ts';
import { oneLine } from './plain-text.ts';
import { cleanTable, columnWidths, lineWidth, tableLines } from './table.ts';

/** A service's markup. Texts passed in are on one line and not empty. */
export type Markup = {
  readonly inline: (inline: Inline) => string;
  /** A block of fixed-width lines. */
  readonly fixedWidth: (lines: string) => string;
  /** Tables wider than this are written as lists, since a wrapped table is unreadable. */
  readonly tableColumns: number;
};

/** A section in a service's markup, split into items so that some can be left out. */
export type Block = {
  readonly kind: Section['kind'];
  readonly rank: number;
  readonly title: string;
  /** One per item; a paragraph is one item. */
  readonly items: readonly string[];
  readonly write: (items: readonly string[]) => string;
};

/**
 * Writes each section in a service's markup, item by item.
 * @throws RenderError on rows that do not match their columns and on links that are not http.
 */
export function layOut(sections: readonly Section[], markup: Markup): readonly Block[] {
  return sections.map((section) => {
    const title = section.kind === 'paragraph' ? '' : inlineText([bold(section.title ?? '')], markup);
    return { kind: section.kind, rank: section.rank ?? 0, title, ...itemsOf(section, markup) };
  });
}

/**
 * Joins blocks, showing only the first `shown` items of each, and states how many items and whole sections were left
 * out. A section without items is skipped.
 */
export function writeBody(blocks: readonly Block[], shown: readonly number[]): string {
  const written = blocks.map((block, index) => writeBlock(block, shown[index] ?? 0));
  const leftOut = blocks.filter(({ items }, index) => items.length > 0 && shown[index] === 0).length;
  const note = leftOut > 0 ? `… and ${counted(leftOut, 'more section')}` : '';
  return [...written, note].filter(Boolean).join('\n\n');
}

function writeBlock({ title, items, write }: Block, shown: number): string {
  if (shown === 0) return '';
  const rest = items.length > shown ? `… and ${items.length - shown} more` : '';
  return [title, write(items.slice(0, shown)), rest].filter(Boolean).join('\n');
}

function itemsOf(section: Section, markup: Markup): Pick<Block, 'items' | 'write'> {
  switch (section.kind) {
    case 'paragraph':
      return paragraphItems(section, markup);
    case 'list':
      return listItems(section.items, markup);
    case 'table':
      return tableItems(section, markup);
    default:
      return assertNever(section);
  }
}

const byLines = (items: readonly string[]) => items.join('\n');

function paragraphItems({ inlines }: Paragraph, markup: Markup): Pick<Block, 'items' | 'write'> {
  const blank = inlines.every((inline) => inline.text.trim() === '');
  return { items: blank ? [] : [inlineText(inlines, markup)], write: byLines };
}

function listItems(items: List['items'], markup: Markup): Pick<Block, 'items' | 'write'> {
  return { items: items.map((item) => `• ${inlineText(item, markup)}`), write: byLines };
}

function tableItems(table: Table, markup: Markup): Pick<Block, 'items' | 'write'> {
  const clean = cleanTable(table);
  const widths = columnWidths(clean);
  if (lineWidth(widths) > markup.tableColumns) return listItems(rowsAsItems(clean), markup);
  const { names, rows } = tableLines(clean, widths);
  return { items: rows, write: (items) => markup.fixedWidth(byLines([...names, ...items])) };
}

/** Rows as list items: the first cell, then each other cell after its column name. */
function rowsAsItems({ columns, rows }: Table): List['items'] {
  return rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, index) => ` · ${columns[index + 1]?.name ?? ''} ${cell}`);
    return [bold(first), text(cells.join(''))];
  });
}

/** Adjacent runs of one kind are joined, since Discord does not render two adjacent bold runs as bold. */
function inlineText(inlines: readonly Inline[], markup: Markup): string {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const last = joined.at(-1);
    const clean = { ...inline, text: oneLine(inline.text) };
    if (clean.text === '') continue;
    if (last?.kind === clean.kind && clean.kind !== 'link') {
      joined[joined.length - 1] = { ...clean, text: oneLine(last.text + clean.text) };
    } else joined.push(clean);
  }
  return joined.map(markup.inline).join('');
}
