import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { type Message, type Section, text } from '../messages/message.ts';
import { type Button, PAYLOAD_BYTES } from './reply.ts';

/** A reply before it is known whether it takes the place of another. */
export type Answer = {
  readonly message: Message;
  readonly picture?: ChartRequest;
  readonly buttons?: readonly (readonly Button[])[];
  /** For the eyes of who asked only. */
  readonly isPrivate?: boolean;
  /** Nothing was done; it never takes the place of another message, and its title says all. */
  readonly isRefusal?: boolean;
};

/** At the start of a payload: the answer takes the place of the message that the button stands under. */
export const IN_PLACE = '.';

/** A message that answers something. */
export function say(id: string, title: string, sections: readonly Section[]): Message {
  return { id, title, severity: 'info', sections };
}

/** A paragraph of plain text that is kept longer the higher its rank. */
export function plain(words: string, rank = 5): Section {
  return { kind: 'paragraph', inlines: [text(words)], rank };
}

/** A button that asks for a command, whose answer takes the place of this one; none where it does not fit. */
export function press(label: string, command: string): readonly Button[] {
  const payload = `${IN_PLACE}${command}`;
  return Buffer.byteLength(payload) <= PAYLOAD_BYTES ? [{ kind: 'press', label, payload }] : [];
}
