import type { Button } from '../messages/button.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { code, type Inline, type Message, type Section, text } from '../messages/message.ts';

/** A reply before it is known whether it takes the place of another. */
export type Answer = {
  readonly message: Message;
  readonly picture?: ChartRequest;
  /** The path of the page of what it speaks of, on the public page. */
  readonly page?: string;
  readonly buttons?: readonly (readonly Button[])[];
  /** For the eyes of who asked only. */
  readonly isPrivate?: boolean;
  /** Nothing was done; it never takes the place of another message, and its title says all. */
  readonly isRefusal?: boolean;
};

/** A message that answers something. */
export function say(id: string, title: string, sections: readonly Section[]): Message {
  return { id, title, severity: 'info', sections };
}

/** An answer with buttons below it. */
export function reply(
  id: string,
  title: string,
  sections: readonly Section[],
  buttons: Answer['buttons'] = [],
): Answer {
  return { message: say(id, title, sections), buttons };
}

/** A question back, or that something is not possible, for the eyes of who asked only. */
export function replyPrivately(...said: Parameters<typeof reply>): Answer {
  return { ...reply(...said), isPrivate: true };
}

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

/** What to type, as an example. */
export function forExample(example: string): Section {
  return plain(words`For example: ${code(example)}`);
}
