import type { Answer } from './answer.ts';
import type { BotDeps } from './command.ts';
import { examplesAnswer, lostAnswer, nonsenseAnswer } from './refusals.ts';
import type { ChatRequest } from './request.ts';

/**
 * The answer to what nobody understands, never the same twice in a row: every other time it gives examples.
 *
 * @param typed the words, where there are any to show back.
 */
export async function puzzledAnswer(
  typed: string | null,
  { chat }: ChatRequest,
  { chats }: Pick<BotDeps, 'chats'>,
): Promise<Answer> {
  const times = await chats.countCommand(chat, ALWAYS, 'puzzled');
  if (times % 2 === 0) return examplesAnswer();
  return typed === null ? nonsenseAnswer() : lostAnswer(typed);
}

/** One period without an end: what came in between does not matter. */
const ALWAYS = 0;
