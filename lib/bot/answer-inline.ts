import type { Message } from '../messages/message.ts';
import type { BotDeps } from './command.ts';
import { todayAnswer } from './commands/shares/today.ts';
import { thingAnswer } from './look-up.ts';
import { completeName } from './match-name.ts';
import { tidy } from './parse-command.ts';
import type { InlineResult } from './reply.ts';
import type { InlineQuery } from './request.ts';
import { optionOf, thingLists } from './things.ts';

/** A list under somebody's keyboard shows no more. */
const RESULTS = 10;

/** Questions of one person in a minute: each letter that is typed is one. */
const MOST_A_MINUTE = 60;

/** What somebody can put into any chat: the day where nothing is typed, else whatever the words may name; nothing for who asks too much. */
export async function answerInline(query: InlineQuery, deps: BotDeps): Promise<readonly InlineResult[]> {
  const asked = await deps.chats.countCommand(query.asker, Math.floor(query.at / 60), 'inline');
  if (asked > MOST_A_MINUTE) return [];
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return [];
  const current = { figures, at: query.at };
  const typed = tidy(query.text);
  const today: InlineResult = result('today', todayAnswer(current).message);
  if (typed === '') return [today];
  const things = completeName(typed, thingLists(figures).flat());
  // A pool and its owner may go by one key, which means the pool.
  const byCommand = new Map(things.toReversed().map((thing) => [optionOf(thing).command, thing]));
  return [...byCommand]
    .reverse()
    .slice(0, RESULTS)
    .map(([command, thing]) => result(command.replace(' ', ':'), thingAnswer(current, thing).message));
}

function result(id: string, message: Message): InlineResult {
  return { id, title: message.title, description: firstWords(message), message };
}

/** The first paragraph of a message, in one line. */
function firstWords({ sections }: Message): string {
  const first = sections.find((section) => section.kind === 'paragraph');
  const words = first?.inlines.map(({ text }) => text).join('') ?? '';
  return words.length > 120 ? `${words.slice(0, 119).trimEnd().toWellFormed()}…` : words;
}
