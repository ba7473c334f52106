import type { BotDeps } from './command.ts';
import type { CompletionRequest } from './command-core.ts';
import { COMMANDS } from './commands.ts';
import { tidy } from './parse-command.ts';
import { type Choice, MOST_CHOICES } from './reply.ts';

/** Characters of a choice's name and value: Discord's limit. */
const CHOICE_CHARACTERS = 100;

/** Suggestions for an option as it is typed. */
export async function completeOption(request: CompletionRequest, deps: BotDeps): Promise<readonly Choice[]> {
  const { command, option, typed, ...typing } = request;
  const options = COMMANDS.find(({ name }) => name === command)?.options ?? [];
  const complete = options.find(({ name }) => name === option)?.kind.complete ?? (() => []);
  const choices = await complete(tidy(typed), { ...typing, commands: COMMANDS }, deps);
  // A pool and its owner may go by one key, which means the pool.
  const firsts = choices.filter(
    (choice, at) => choices.findIndex(({ value }) => value === choice.value) === at,
  );
  return firsts.slice(0, MOST_CHOICES).map(({ name, value }) => ({ name: cut(name), value: cut(value) }));
}

function cut(text: string): string {
  return text.length <= CHOICE_CHARACTERS ? text : `${text.slice(0, CHOICE_CHARACTERS - 1).toWellFormed()}…`;
}
