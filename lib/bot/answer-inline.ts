import type { Message } from '../messages/message.ts';
import { truncate } from '../messages/plain-text.ts';
import type { BotDeps } from './command.ts';
import { todayAnswer } from './commands/shares/today.ts';
import { entityAnswer } from './look-up.ts';
import { completeName } from './match-name.ts';
import { entityLists } from './names.ts';
import { tidy } from './parse-command.ts';
import type { InlineResult } from './reply.ts';
import type { InlineQuery } from './request.ts';
import { entityOption } from './resolve-name.ts';

/** As many results as the list above a phone's keyboard can usefully show. */
const RESULTS = 10;

/** Queries that a person may make a minute; every keystroke is one. */
const MAX_PER_MINUTE = 60;

/** Results to post in any chat: the digest for an empty query, else what the text may name. Empty if rate limited. */
export async function answerInline(query: InlineQuery, deps: BotDeps): Promise<readonly InlineResult[]> {
  const asked = await deps.chats.countCommand(query.asker, Math.floor(query.at / 60), 'inline');
  if (asked > MAX_PER_MINUTE) return [];
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return [];
  const current = { figures, at: query.at };
  const typed = tidy(query.text);
  const today: InlineResult = result('today', todayAnswer(current).message);
  if (typed === '') return [today];
  const entities = completeName(typed, entityLists(figures).flat());
  // A pool and its owner may share a key, which then means the pool.
  const byCommand = new Map(entities.toReversed().map((entity) => [entityOption(entity).command, entity]));
  return [...byCommand]
    .reverse()
    .slice(0, RESULTS)
    .map(([command, entity]) => result(command.replace(' ', ':'), entityAnswer(current, entity).message));
}

function result(id: string, message: Message): InlineResult {
  return { id, title: message.title, description: firstParagraph(message), message };
}

/** The first paragraph of a message, at most 120 characters. */
function firstParagraph({ sections }: Message): string {
  const first = sections.find((section) => section.kind === 'paragraph');
  return truncate(first?.inlines.map(({ text }) => text).join('') ?? '', 120);
}
