import { USUAL_CONFIRMATIONS } from '../core/risk/double-spend.ts';
import type { Answer } from './answer.ts';
import type { BotDeps } from './command.ts';
import { countryAnswer, regionAnswer } from './commands/places/one-place.ts';
import { riskAnswer } from './commands/risk.ts';
import { subjectAnswer } from './commands/shares/pool.ts';
import type { CurrentFigures } from './current-figures.ts';
import { isSure, matchName } from './match-name.ts';
import { parseShare } from './quantities.ts';
import { nonsenseAnswer, nothingKnownAnswer, whichAnswer } from './refusals.ts';
import type { ChatRequest } from './request.ts';
import { optionOf, type Thing, thingLists } from './things.ts';

/** Answers words without a command: a name, or a share. */
export async function lookUp(words: string, request: ChatRequest, deps: BotDeps): Promise<Answer> {
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return nothingKnownAnswer();
  const share = parseShare(words);
  if (share !== undefined) return riskAnswer({ share: share.value, holder: null }, USUAL_CONFIRMATIONS);
  const match = matchName(words, ...thingLists(figures));
  if (isSure(match)) return thingAnswer({ figures, at: request.at }, match.values[0]);
  switch (match.kind) {
    case 'one':
      return thingAnswer({ figures, at: request.at }, match.value);
    case 'several':
    case 'near':
      return whichAnswer(words, match.kind === 'near', match.values.slice(0, 5).map(optionOf));
    case 'none':
      return nonsenseAnswer();
  }
}

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
