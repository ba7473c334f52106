import type { Answer } from './answer.ts';
import { answerInline } from './answer-inline.ts';
import type { AnswerDeps, Asked, Run } from './answers/asked.ts';
import { history } from './answers/history.ts';
import { lookUp } from './answers/look-up.ts';
import { countries, country, region } from './answers/places.ts';
import { farms, help, method, status, warnings } from './answers/questions.ts';
import { settings } from './answers/settings.ts';
import { owners, pool, pools, today } from './answers/shares.ts';
import { forget, mute, startWith, unmute } from './answers/subscription.ts';
import { unwatch, watch, watches } from './answers/watches.ts';
import { risk, whatif } from './answers/what-ifs.ts';
import type { CommandName } from './command.ts';
import type { CommandCore } from './command-core.ts';
import { completeOption } from './complete-option.ts';
import { COMMANDS } from './english/commands.ts';
import { nonsenseAnswer, onlyAdminsAnswer, tooManyAnswer, unknownCommandAnswer } from './english/refusals.ts';
import { type Parsed, parseCommand } from './parse-command.ts';
import type { ChatRequest } from './request.ts';

/** Questions of one chat in a minute; more is no conversation. */
const MOST_A_MINUTE = 20;

const RUNS: Readonly<Record<CommandName, Run>> = {
  start: startWith((asked, deps) => run(asked, deps)),
  help,
  today,
  pools,
  pool,
  owners,
  countries,
  country,
  region,
  history,
  warnings,
  watch,
  watches,
  unwatch,
  mute,
  unmute,
  whatif,
  risk,
  farms,
  method,
  settings,
  status,
  forget,
};

/** The bot behind both services, on stored figures. */
export function createCommandCore(deps: AnswerDeps): CommandCore {
  return {
    async answer(asked) {
      // Services also tell parts of a second; a chat that was stored with them could not be read again.
      const request = { ...asked, at: Math.floor(asked.at) };
      const waitSeconds = await secondsToWait(request, deps);
      const parsed = parseCommand(request.said, COMMANDS);
      const answer =
        waitSeconds > 0
          ? tooManyAnswer(MOST_A_MINUTE, waitSeconds)
          : await answerParsed(parsed, request, deps);
      return {
        message: answer.message,
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

/** Counts a question; 0 where it may be answered. */
async function secondsToWait({ chat, at }: ChatRequest, { chats }: AnswerDeps): Promise<number> {
  const minute = Math.floor(at / 60);
  const asked = await chats.countCommand(chat, minute, 'command');
  return asked <= MOST_A_MINUTE ? 0 : (minute + 1) * 60 - Math.floor(at);
}

async function answerParsed(parsed: Parsed, request: ChatRequest, deps: AnswerDeps): Promise<Answer> {
  switch (parsed.kind) {
    case 'command':
      return run({ request, command: parsed.command, rest: parsed.rest }, deps);
    case 'unknown-command':
      return unknownCommandAnswer(parsed.word, parsed.near, parsed.rest);
    case 'words':
      return lookUp(parsed.words, request, deps);
    case 'nothing':
      return nonsenseAnswer();
  }
}

async function run(asked: Asked, deps: AnswerDeps): Promise<Answer> {
  const isAllowed = asked.command.permission === 'anybody' || asked.request.isAdmin;
  return isAllowed ? RUNS[asked.command.name](asked, deps) : onlyAdminsAnswer();
}
