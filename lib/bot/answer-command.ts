import type { Message } from '../messages/message.ts';
import { pageSections } from '../messages/page-link.ts';
import { truncate } from '../messages/plain-text.ts';
import type { Answer } from './answer.ts';
import { answerInline } from './answer-inline.ts';
import { resumePaused } from './change-chat.ts';
import type { BotDeps } from './command.ts';
import type { CommandCore, CompletionRequest } from './command-core.ts';
import { COMMANDS } from './commands.ts';
import { lookUp } from './look-up.ts';
import { type Parsed, parseCommand, tidy } from './parse-command.ts';
import {
  notUnderstoodAnswer,
  onlyAdminsAnswer,
  rateLimitedAnswer,
  unknownCommandAnswer,
} from './refusals.ts';
import { type Choice, MAX_CHOICES } from './reply.ts';
import type { ChatRequest } from './request.ts';

const MAX_PER_MINUTE = 20;

/** The bot for all services, answering from stored figures. */
export function createCommandCore(deps: BotDeps): CommandCore {
  return {
    async answer(received) {
      // Services send fractional seconds, but stored times are whole.
      const request = { ...received, at: Math.floor(received.at) };
      const { chat, input, at } = request;
      const minute = Math.floor(at / 60);
      const asked = await deps.chats.countCommand(chat, minute, 'command');
      // Refused only once a minute: every further reply would keep the chat at its service's rate limit.
      if (asked > MAX_PER_MINUTE + 1) return null;
      const parsed = parseCommand(input, COMMANDS);
      const answer =
        asked > MAX_PER_MINUTE
          ? rateLimitedAnswer(MAX_PER_MINUTE, (minute + 1) * 60 - at)
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

/** An answer's message with a link to the page about its subject. */
function withPage({ message, page }: Answer, siteUrl: BotDeps['siteUrl']): Message {
  if (page === undefined || siteUrl == null) return message;
  return { ...message, sections: [...message.sections, ...pageSections(siteUrl, page)] };
}

async function answerParsed(parsed: Parsed, request: ChatRequest, deps: BotDeps): Promise<Answer> {
  const paused = await resumePaused(deps, request);
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
        ? notUnderstoodAnswer(null, request, deps)
        : unknownCommandAnswer(parsed.word, parsed.near, parsed.rest);
    case 'words':
      return lookUp(parsed.words, request, deps, (command) =>
        answerParsed(parseCommand({ kind: 'text', text: `/${command}` }, COMMANDS), request, deps),
      );
    case 'nothing':
      return notUnderstoodAnswer(null, request, deps);
  }
}

/** Discord API, choice name and value: characters. */
const CHOICE_CHARACTERS = 100;

/** Completes an option as it is typed. */
async function completeOption(request: CompletionRequest, deps: BotDeps): Promise<readonly Choice[]> {
  const { command, option, typed, ...context } = request;
  const options = COMMANDS.find(({ name }) => name === command)?.options ?? [];
  const complete = options.find(({ name }) => name === option)?.kind.complete ?? (() => []);
  const choices = await complete(tidy(typed), { ...context, commands: COMMANDS }, deps);
  // A pool and its owner may share a key, which then means the pool.
  const distinct = choices.filter(
    (choice, at) => choices.findIndex(({ value }) => value === choice.value) === at,
  );
  return distinct.slice(0, MAX_CHOICES).map(({ name, value }) => ({
    name: truncate(name, CHOICE_CHARACTERS),
    value: truncate(value, CHOICE_CHARACTERS),
  }));
}
