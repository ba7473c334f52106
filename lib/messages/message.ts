/**
 * A message as data, before any service's markup. Texts are plain: escaping, tables and limits are the
 * renderers' work, so that no name from a chain, a registry or a chat can become markup.
 */

/** A run of text on one line. Line breaks and control characters in it are shown as spaces. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

type Column = { readonly name: string; readonly align: 'left' | 'right' };

export type Paragraph = { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] };

/** Items stand in order of importance: the last ones are left out first. */
export type List = {
  readonly kind: 'list';
  readonly title?: string;
  readonly items: readonly (readonly Inline[])[];
};

/** Each row has one cell per column. Rows stand in order of importance: the last are left out first. */
export type Table = {
  readonly kind: 'table';
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
};

/**
 * A part of a message. Where space is short, the section of the lowest `rank` (0 where not given) gives up
 * its last items first, then goes as a whole; of equal rank, lists and tables before paragraphs, and the
 * later before the earlier.
 */
export type Section = (Paragraph | List | Table) & { readonly rank?: number };

/** `info` tells no severity (a digest, a resolution); the others are told by a word and a colour. */
export type Severity = 'info' | 'notice' | 'warning' | 'critical' | 'emergency';

/** `title` must not be blank. `title` and `footer` are never shortened or left out. */
export type Message = {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly sections: readonly Section[];
  readonly footer?: string;
};

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
