import * as z from 'zod/mini';
import { SEVERITIES } from '../core/rules/rule.ts';
import type { Parsed } from '../schema.ts';
import { buttonSchema } from './button.ts';

/**
 * A message as data, independent of any service's markup. Texts are plain: renderers escape them, lay out tables and
 * apply limits, so that no name from a block, a registry or a chat can become markup.
 */

/** A run of text on one line. Line breaks and control characters are rendered as spaces. */
const inlineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['text', 'bold', 'code']), text: z.string() }),
  z.object({ kind: z.literal('link'), text: z.string(), url: z.string() }),
]);

export type Inline = Parsed<typeof inlineSchema>;

/** See `Section`. */
const ranked = { rank: z.exactOptional(z.number()) };
const titled = { ...ranked, title: z.exactOptional(z.string()) };

const paragraphSchema = z.object({
  ...ranked,
  kind: z.literal('paragraph'),
  inlines: z.array(inlineSchema),
});

export type Paragraph = Parsed<typeof paragraphSchema>;

/** Items are in order of importance: the last are left out first. */
const listSchema = z.object({ ...titled, kind: z.literal('list'), items: z.array(z.array(inlineSchema)) });

export type List = Parsed<typeof listSchema>;

/**
 * Each row has one cell per column. Rows are in order of importance: the last are left out first. `full` is a longer
 * column name for where there is room.
 */
const tableSchema = z.object({
  ...titled,
  kind: z.literal('table'),
  columns: z.array(
    z.object({ name: z.string(), full: z.exactOptional(z.string()), align: z.enum(['left', 'right']) }),
  ),
  rows: z.array(z.array(z.string())),
});

export type Table = Parsed<typeof tableSchema>;

/**
 * A part of a message. If space is short, the section with the lowest `rank` (default 0) loses its last items first,
 * then all of them; at equal rank, lists and tables before paragraphs, and later sections before earlier ones.
 */
const sectionSchema = z.discriminatedUnion('kind', [paragraphSchema, listSchema, tableSchema]);

export type Section = Parsed<typeof sectionSchema>;

/** `title` must not be blank. `title` and `footer` are never shortened or left out. */
export const messageSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `info` is shown without a severity (a digest, a resolution); the others by a word and a colour. */
  severity: z.enum(['info', ...SEVERITIES]),
  sections: z.array(sectionSchema),
  footer: z.exactOptional(z.string()),
  /** Rows of buttons, at most 5 rows of 5, for services that have buttons. */
  buttons: z.exactOptional(z.array(z.array(buttonSchema))),
});

export type Message = Parsed<typeof messageSchema>;

export type Severity = Message['severity'];

export const text = (text: string): Inline => ({ kind: 'text', text });

export const bold = (text: string): Inline => ({ kind: 'bold', text });

/** Fixed-width text, such as a hash or a command. */
export const code = (text: string): Inline => ({ kind: 'code', text });

/** Text linked to an http or https address. */
export const link = (text: string, url: string): Inline => ({ kind: 'link', text, url });

export const paragraph = (...inlines: readonly Inline[]): Paragraph => ({ kind: 'paragraph', inlines });

/** A paragraph; a higher rank is kept longer. */
export function plain(content: Content, rank = 5): Section {
  return { kind: 'paragraph', inlines: inlinesOf(content), rank };
}

/** A list; a higher rank is kept longer. */
export function list(items: readonly Content[], rank = 5, title = ''): Section {
  return { kind: 'list', title, items: items.map(inlinesOf), rank };
}

/** Plain text, or a sequence of runs. */
type Content = string | readonly Inline[];

function inlinesOf(content: Content): readonly Inline[] {
  return typeof content === 'string' ? [text(content)] : content;
}

/** Template tag for mixed runs: words`Try ${code('/help')}.` Interpolated strings become plain text. */
export function words(
  strings: TemplateStringsArray,
  ...filled: readonly (string | Inline)[]
): readonly Inline[] {
  return strings.flatMap((between, at) => [text(between), ...filled.slice(at, at + 1).map(inlineOf)]);
}

function inlineOf(part: string | Inline): Inline {
  return typeof part === 'string' ? text(part) : part;
}
