import type { Button } from '../messages/button.ts';
import type { ChartRequest } from '../messages/charts/chart-request.ts';
import { code, type Message, plain, type Section, words } from '../messages/message.ts';

export { list, plain, words } from '../messages/message.ts';

/** The result of a command, before it is known whether it replaces another message. */
export type Answer = {
  readonly message: Message;
  readonly picture?: ChartRequest;
  /** Path of the page about its subject, on the public site. */
  readonly page?: string;
  readonly buttons?: readonly (readonly Button[])[];
  /** Shown only to the person who asked. */
  readonly isPrivate?: boolean;
  /** Nothing was done. A refusal never replaces another message, and its title says everything. */
  readonly isRefusal?: boolean;
};

/** A message without a severity. */
export function say(id: string, title: string, sections: readonly Section[]): Message {
  return { id, title, severity: 'info', sections };
}

/** An answer with buttons. */
export function reply(
  id: string,
  title: string,
  sections: readonly Section[],
  buttons: Answer['buttons'] = [],
): Answer {
  return { message: say(id, title, sections), buttons };
}

/** An answer shown only to the person who asked: a question back, or a refusal. */
export function replyPrivately(...args: Parameters<typeof reply>): Answer {
  return { ...reply(...args), isPrivate: true };
}

/** An example to type. */
export function forExample(example: string): Section {
  return plain(words`For example: ${code(example)}`);
}
