import type { Button } from '../messages/button.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { code, type Message, plain, type Section, words } from '../messages/message.ts';

export { list, plain, words } from '../messages/message.ts';

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

/** What to type, as an example. */
export function forExample(example: string): Section {
  return plain(words`For example: ${code(example)}`);
}
