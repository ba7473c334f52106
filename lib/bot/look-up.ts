import { USUAL_CONFIRMATIONS } from '../core/risk/double-spend.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { BotDeps } from './command.ts';
import { countryAnswer, regionAnswer } from './commands/places/one-place.ts';
import { riskAnswer } from './commands/risk.ts';
import { subjectAnswer } from './commands/shares/pool.ts';
import type { CurrentFigures } from './current-figures.ts';
import { type Entity, entityLists, optionOf } from './entities.ts';
import { intentOf, topicOf } from './intents.ts';
import { findNamed, isSingleNear, matchName } from './match-name.ts';
import { parsePeriod, parseShare } from './quantities.ts';
import {
  greetingAnswer,
  noFiguresAnswer,
  notUnderstoodAnswer,
  offerAnswer,
  whichAnswer,
} from './refusals.ts';
import type { ChatRequest } from './request.ts';

/** Answers a text without a command: a name, a share, a greeting, a question. @param ask runs a command. */
export async function lookUp(
  words: string,
  request: ChatRequest,
  deps: BotDeps,
  ask: (command: string) => Promise<Answer>,
): Promise<Answer> {
  const intent = intentOf(words);
  if (intent?.kind === 'greeting') return greetingAnswer();
  if (intent?.kind === 'offer') return offerAnswer(intent.command, intent.does);
  if (intent?.kind === 'ask') return ask(intent.command);
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return noFiguresAnswer();
  if (VERSUS.test(words)) return ask(`compare ${words}`);
  const share = parseShare(words);
  if (share !== undefined) return riskAnswer({ share: share.value, holder: null }, USUAL_CONFIRMATIONS);
  const lists = entityLists(figures);
  const match = matchName(words, ...lists);
  if (match.kind === 'one') return entityAnswer({ figures, at: request.at }, match.value);
  if (match.kind === 'several') return whichAnswer(words, false, match.values.map(optionOf));
  const named = findNamed(words, ...lists);
  if (named !== null) return entityAnswer({ figures, at: request.at }, named);
  const topic = topicOf(words);
  if (topic !== null) return ask(topic);
  if (parsePeriod(words) !== undefined) return ask(`pools ${words}`);
  if (namesFarm(words, figures)) return ask('farms');
  if (isSingleNear(match)) return entityAnswer({ figures, at: request.at }, match.values[0]);
  return match.kind === 'near'
    ? whichAnswer(words, true, match.values.map(optionOf))
    : notUnderstoodAnswer(words, request, deps);
}

/** "antpool vs f2pool". */
const VERSUS = /\S (?:vs\.?|versus) \S/i;

/** Whether a text contains the name of a farm without its place: "Riot". */
function namesFarm(words: string, { farms }: LatestFigures): boolean {
  const text = ` ${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return farms.some(({ name }) => text.includes(` ${name.split(',')[0]!.toLowerCase()} `));
}

export function entityAnswer(current: CurrentFigures, entity: Entity): Answer {
  switch (entity.kind) {
    case 'subject':
      return subjectAnswer(current, entity.subject);
    case 'country':
      return countryAnswer(current, entity.code);
    case 'region':
      return regionAnswer(current, entity.code);
  }
}
