import type { Message } from '../messages/message.ts';
import { pageSections } from '../messages/page-link.ts';
import type { Answer } from './answer.ts';
import { answerInline } from './answer-inline.ts';
import { openPaused } from './change-chat.ts';
import type { BotDeps } from './command.ts';
import type { CommandCore, CompletionRequest } from './command-core.ts';
import { COMMANDS } from './commands.ts';
import { lookUp } from './look-up.ts';
import { type Parsed, parseCommand, tidy } from './parse-command.ts';
import { onlyAdminsAnswer, puzzledAnswer, tooManyAnswer, unknownCommandAnswer } from './refusals.ts';
import { type Choice, MOST_CHOICES } from './reply.ts';
import type { ChatRequest } from './request.ts';

/** Questions of one chat in a minute; more is no conversation. */
const MOST_A_MINUTE = 20;

/** The bot behind both services, on stored figures. */
export function createCommandCore(deps: BotDeps): CommandCore {
  return {
    async answer(heard) {
      // Services also tell parts of a second; a chat that was stored with them could not be read again.
      const request = { ...heard, at: Math.floor(heard.at) };
      const { chat, said, at } = request;
      const minute = Math.floor(at / 60);
      const asked = await deps.chats.countCommand(chat, minute, 'command');
      // Once said, it is said no more: each further message would keep the chat at its service's limit.
      if (asked > MOST_A_MINUTE + 1) return null;
      const parsed = parseCommand(said, COMMANDS);
      const answer =
        asked > MOST_A_MINUTE
          ? tooManyAnswer(MOST_A_MINUTE, (minute + 1) * 60 - at)
          : await answerParsed(parsed, request, deps);
      return {
        message: withPage(answer, deps.siteUrl),
        picture: answer.picture ?? null,
        buttons: (answer.buttons ?? []).filter((row) => row.length > 0),
        isPrivate: answer.isPrivate ?? false,
        isEdit: parsed.isInPlace && answer.isRefusal !== true,
      };
    },
    complete: (request) => completeOption(request, deps),
    answerInline: (query) => answerInline(query, deps),
  };
}

/** An answer's message, and a link to the page of what it speaks of. */
function withPage({ message, page }: Answer, siteUrl: BotDeps['siteUrl']): Message {
  if (page === undefined || siteUrl == null) return message;
  return { ...message, sections: [...message.sections, ...pageSections(siteUrl, page)] };
}

async function answerParsed(parsed: Parsed, request: ChatRequest, deps: BotDeps): Promise<Answer> {
  const paused = await openPaused(deps, request);
  switch (parsed.kind) {
    case 'command': {
      const { command, rest } = parsed;
      const isAllowed = command.permission === 'anybody' || request.isAdmin;
      return isAllowed
        ? command.run({ request, command, rest, paused, commands: COMMANDS }, deps)
        : onlyAdminsAnswer();
    }
    case 'unknown-command':
      return parsed.near.length === 0
        ? puzzledAnswer(null, request, deps)
        : unknownCommandAnswer(parsed.word, parsed.near, parsed.rest);
    case 'words':
      return lookUp(parsed.words, request, deps, (command) =>
        answerParsed(parseCommand({ kind: 'text', text: `/${command}` }, COMMANDS), request, deps),
      );
    case 'nothing':
      return puzzledAnswer(null, request, deps);
  }
}

/** Characters of a choice's name and value: Discord's limit. */
const CHOICE_CHARACTERS = 100;

/** Suggestions for an option as it is typed. */
async function completeOption(request: CompletionRequest, deps: BotDeps): Promise<readonly Choice[]> {
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
