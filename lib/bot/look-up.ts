import { USUAL_CONFIRMATIONS } from '../core/risk/double-spend.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { BotDeps } from './command.ts';
import { splitNames } from './commands/compare/two-names.ts';
import { countryAnswer, regionAnswer } from './commands/places/one-place.ts';
import { riskAnswer } from './commands/risk.ts';
import { subjectAnswer } from './commands/shares/pool.ts';
import type { CurrentFigures } from './current-figures.ts';
import { alarmIn, intentOf, topicOf } from './intents.ts';
import { findNamed, likelyMatch, matchName, soleMatch } from './match-name.ts';
import { type Entity, entityLists } from './names.ts';
import { parsePeriod, parseShare } from './quantities.ts';
import {
  greetingAnswer,
  noFiguresAnswer,
  notUnderstoodAnswer,
  offerAnswer,
  pastAnswer,
  whichAnswer,
} from './refusals.ts';
import type { ChatRequest } from './request.ts';
import { entityOption } from './resolve-name.ts';

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
  if (intent?.kind === 'alarm') return alarmAnswer(words, figures, ask);
  if (VERSUS.test(words)) return ask(`compare ${words}`);
  const share = parseShare(words);
  if (share !== undefined) return riskAnswer({ share: share.value, holder: null }, USUAL_CONFIRMATIONS);
  const lists = entityLists(figures);
  const match = matchName(words, ...lists);
  const current = { figures, at: request.at };
  const meant = soleMatch(match);
  if (meant !== undefined) return entityAnswer(current, meant);
  if (match.kind === 'several') return whichAnswer(words, false, match.values.map(entityOption));
  const pair = pairIn(words, figures);
  if (pair !== null) return ask(`compare ${pair}`);
  const named = findNamed(words, ...lists);
  if (named !== null && YEAR.test(words) && named.lens !== 'region') return ask(`history ${named.key} all`);
  if (named !== null) return entityAnswer(current, named);
  if (YEAR.test(words)) return pastAnswer();
  const topic = topicOf(words);
  if (topic !== null) return ask(topic);
  if (parsePeriod(words) !== undefined) return ask(`pools ${words}`);
  if (namesFarm(words, figures)) return ask('farms');
  const likely = likelyMatch(match);
  if (likely !== undefined) return entityAnswer(current, likely);
  return match.kind === 'near'
    ? whichAnswer(words, true, match.values.map(entityOption))
    : notUnderstoodAnswer(words, request, deps);
}

/** "antpool vs f2pool". */
const VERSUS = /\S (?:vs\.?|versus) \S/i;

/** A year of the past, of which only a history tells. */
const YEAR = /\b20[0-2]\d\b/;

/** Two names and nothing else, or both "together": "foundry antpool". */
function pairIn(words: string, figures: LatestFigures): string | null {
  const named = splitNames(words.replace(/\s+(?:together|combined)\b[?!.]*$/i, ''), figures);
  const [one, other] = named.map(({ match }) => soleMatch(match));
  return named.length === 2 && one !== undefined && other !== undefined ? `${one.key} ${other.key}` : null;
}

/** Offers the alarm that a sentence asks for; asks what it leaves open. */
function alarmAnswer(
  words: string,
  figures: LatestFigures,
  ask: (command: string) => Promise<Answer>,
): Answer | Promise<Answer> {
  const entity = findNamed(words, ...entityLists(figures));
  const isAnybody = /\b(any|some)(body|one)\b/i.test(words);
  if (entity === null && !isAnybody) return ask('help watch');
  const who = entity?.key ?? 'anybody';
  const alarm = alarmIn(words, who);
  // Neither changes the chat: the one asks at which level, the other whether machines or operators are meant.
  if (alarm === null || entity?.lens === 'country') return ask(`watch ${alarm ?? who}`);
  return offerAnswer(`watch ${alarm}`, 'sets an alarm in this chat');
}

/** Whether words are, or hold, what a farm is called before its place: "Riot". */
function namesFarm(words: string, { farms }: LatestFigures): boolean {
  const text = ` ${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return farms.some(({ name }) => text.includes(` ${name.split(',')[0]!.toLowerCase()} `));
}

export function entityAnswer(current: CurrentFigures, entity: Entity): Answer {
  switch (entity.lens) {
    case 'country':
      return countryAnswer(current, entity.key);
    case 'region':
      return regionAnswer(current, entity.key);
    default:
      return subjectAnswer(current, entity);
  }
}
