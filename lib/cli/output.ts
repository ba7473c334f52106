import type { Message, Section } from '../messages/message.ts';
import { renderPlain } from '../messages/render-plain.ts';

/** Writes one document: JSON where it was asked for, else the text made of it. */
export function print<T extends object>(
  schema: string,
  document: T,
  json: boolean,
  toText: (document: T) => string,
): void {
  const text = json ? JSON.stringify({ schema: `hashtilt/${schema}@1`, ...document }) : toText(document);
  process.stdout.write(`${text}\n`);
}

/** A message of the bot as plain text, with `details` behind it for which a chat has no room. */
export function plainText(message: Message, details: readonly Section[] = []): string {
  return renderPlain({ ...message, sections: [...message.sections, ...details] });
}

/** Tells the operator something beside the document. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
