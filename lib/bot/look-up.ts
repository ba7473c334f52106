import { USUAL_CONFIRMATIONS } from '../core/risk/double-spend.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { BotDeps } from './command.ts';
import { countryAnswer, regionAnswer } from './commands/places/one-place.ts';
import { riskAnswer } from './commands/risk.ts';
import { subjectAnswer } from './commands/shares/pool.ts';
import type { CurrentFigures } from './current-figures.ts';
import { topicOf, wishOf } from './intents.ts';
import { isSure, matchName, namedIn } from './match-name.ts';
import { parsePeriod, parseShare } from './quantities.ts';
import { greetingAnswer, nothingKnownAnswer, offerAnswer, puzzledAnswer, whichAnswer } from './refusals.ts';
import type { ChatRequest } from './request.ts';
import { optionOf, type Thing, thingLists } from './things.ts';

/** Answers words without a command: a name, a share, a greeting, a question. @param ask answers a command. */
export async function lookUp(
  words: string,
  request: ChatRequest,
  deps: BotDeps,
  ask: (command: string) => Promise<Answer>,
): Promise<Answer> {
  const wish = wishOf(words);
  if (wish?.kind === 'greeting') return greetingAnswer();
  if (wish?.kind === 'offer') return offerAnswer(wish.command, wish.does);
  if (wish?.kind === 'ask') return ask(wish.command);
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return nothingKnownAnswer();
  if (VERSUS.test(words)) return ask(`compare ${words}`);
  const share = parseShare(words);
  if (share !== undefined) return riskAnswer({ share: share.value, holder: null }, USUAL_CONFIRMATIONS);
  const lists = thingLists(figures);
  const match = matchName(words, ...lists);
  if (match.kind === 'one') return thingAnswer({ figures, at: request.at }, match.value);
  if (match.kind === 'several')
    return whichAnswer(words, false, match.values.slice(0, OPTIONS).map(optionOf));
  const named = namedIn(words, ...lists);
  if (named !== null) return thingAnswer({ figures, at: request.at }, named);
  const topic = topicOf(words);
  if (topic !== null) return ask(topic);
  if (parsePeriod(words) !== undefined) return ask(`pools ${words}`);
  if (namesFarm(words, figures)) return ask('farms');
  if (isSure(match)) return thingAnswer({ figures, at: request.at }, match.values[0]);
  return match.kind === 'near'
    ? whichAnswer(words, true, match.values.slice(0, OPTIONS).map(optionOf))
    : puzzledAnswer(words, request, deps);
}

/** "antpool vs f2pool". */
const VERSUS = /\S (?:vs\.?|versus) \S/i;

/** Whether words are, or hold, what a farm is called before its place: "Riot". */
function namesFarm(words: string, { farms }: LatestFigures): boolean {
  const said = ` ${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return farms.some(({ name }) => said.includes(` ${name.split(',')[0]!.toLowerCase()} `));
}

/** Most that one can choose from at once. */
const OPTIONS = 5;

/** The page of a thing. */
export function thingAnswer(current: CurrentFigures, thing: Thing): Answer {
  switch (thing.kind) {
    case 'subject':
      return subjectAnswer(current, thing.subject);
    case 'country':
      return countryAnswer(current, thing.code);
    case 'region':
      return regionAnswer(current, thing.code);
  }
}
