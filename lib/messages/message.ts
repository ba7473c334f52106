import * as z from 'zod/mini';
import { SEVERITIES } from '../core/rules/rule.ts';
import type { Parsed } from '../schema.ts';
import { buttonSchema } from './button.ts';

/**
 * A message as data, before any service's markup. Texts are plain: escaping, tables and limits are the
 * renderers' work, so that no name from a chain, a registry or a chat can become markup.
 */

/** A run of text on one line. Line breaks and control characters in it are shown as spaces. */
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

/** Items stand in order of importance: the last ones are left out first. */
const listSchema = z.object({ ...titled, kind: z.literal('list'), items: z.array(z.array(inlineSchema)) });

export type List = Parsed<typeof listSchema>;

/**
 * Each row has one cell per column. Rows stand in order of importance: the last are left out first. `full` is the name
 * of a column where there is room for it.
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
 * A part of a message. Where space is short, the section of the lowest `rank` (0 where not given) gives up
 * its last items first, then goes as a whole; of equal rank, lists and tables before paragraphs, and the
 * later before the earlier.
 */
const sectionSchema = z.discriminatedUnion('kind', [paragraphSchema, listSchema, tableSchema]);

export type Section = Parsed<typeof sectionSchema>;

/** `title` must not be blank. `title` and `footer` are never shortened or left out. */
export const messageSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `info` tells no severity (a digest, a resolution); the others are told by a word and a colour. */
  severity: z.enum(['info', ...SEVERITIES]),
  sections: z.array(sectionSchema),
  footer: z.exactOptional(z.string()),
  /** Rows of buttons, at most 5 of at most 5, where a service shows any. */
  buttons: z.exactOptional(z.array(z.array(buttonSchema))),
});

export type Message = Parsed<typeof messageSchema>;

export type Severity = Message['severity'];

/** Plain text. */
export const text = (text: string): Inline => ({ kind: 'text', text });

/** Text set in bold. */
export const bold = (text: string): Inline => ({ kind: 'bold', text });

/** Text set in a fixed width, such as a hash or a command. */
export const code = (text: string): Inline => ({ kind: 'code', text });

/** Text that leads to an http or https address. */
export const link = (text: string, url: string): Inline => ({ kind: 'link', text, url });

/** A paragraph of the inlines given. */
export const paragraph = (...inlines: readonly Inline[]): Paragraph => ({ kind: 'paragraph', inlines });

/** A paragraph; the higher its rank, the longer it is kept. */
export function plain(content: Content, rank = 5): Section {
  return { kind: 'paragraph', inlines: inlinesOf(content), rank };
}

/** A list; the higher its rank, the longer it is kept. */
export function list(items: readonly Content[], rank = 5, title = ''): Section {
  return { kind: 'list', title, items: items.map(inlinesOf), rank };
}

/** Plain text, or runs of several kinds. */
type Content = string | readonly Inline[];

function inlinesOf(content: Content): readonly Inline[] {
  return typeof content === 'string' ? [text(content)] : content;
}

/** Runs of several kinds with plain text between: words`Try ${code('/help')}.` A text that is filled in is plain. */
export function words(
  strings: TemplateStringsArray,
  ...filled: readonly (string | Inline)[]
): readonly Inline[] {
  return strings.flatMap((between, at) => [text(between), ...filled.slice(at, at + 1).map(inlineOf)]);
}

function inlineOf(part: string | Inline): Inline {
  return typeof part === 'string' ? text(part) : part;
}
