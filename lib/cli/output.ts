import type { Message, Section } from '../messages/message.ts';
import { renderPlain } from '../messages/render-plain.ts';

/** Writes one document to stdout: as JSON if `json`, else as text. */
export function print<T extends object>(
  schema: string,
  document: T,
  json: boolean,
  toText: (document: T) => string,
): void {
  const text = json ? JSON.stringify({ schema: `hashtilt/${schema}@1`, ...document }) : toText(document);
  process.stdout.write(`${text}\n`);
}

/** A bot message as plain text, followed by `details` that a chat has no room for. */
export function plainText(message: Message, details: readonly Section[] = []): string {
  return renderPlain({ ...message, sections: [...message.sections, ...details] });
}

/** Writes a line for the operator to stderr; stdout is for the document. */
export function printStatus(line: string): void {
  process.stderr.write(`${line}\n`);
}
