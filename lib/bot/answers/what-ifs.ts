import { countOf, shareOf, sharesOf, WEEK } from '../../daily/figures.ts';
import { hasShare, placeOf } from '../../daily/machines.ts';
import type { Answer } from '../answer.ts';
import type { Command } from '../command.ts';
import type { Told } from '../english/figures.ts';
import { countedHow, modelledHow } from '../english/how.ts';
import { incompleteAnswer, nothingKnownAnswer } from '../english/refusals.ts';
import { type AskedShare, riskAnswer } from '../english/risk.ts';
import { whatIfAnswer } from '../english/whatif.ts';
import { type Subject, subjectLists } from '../names.ts';
import { parseShare, wordsOf } from '../quantities.ts';
import { fromFigures, type Run } from './asked.ts';
import { resolveName } from './resolve.ts';
import { largestPools } from './shares.ts';

const USUAL_CONFIRMATIONS = 6;

/** Beyond it the odds of any minority are nothing, and nobody waits so long. */
const MOST_CONFIRMATIONS = 1000;

export const risk: Run = fromFigures((told, { command, rest }) => {
  const words = wordsOf(rest);
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const isCount = /^\d{1,4}$/.test(last) && Number(last) >= 1 && Number(last) <= MOST_CONFIRMATIONS;
  const confirmations = isCount ? Number(last) : USUAL_CONFIRMATIONS;
  return withShare(told, command, isCount ? words.slice(0, -1) : words, {
    retry: (key) => `risk ${key} ${confirmations}`,
    answer: (asked) => riskAnswer(asked, confirmations),
  });
});

export const whatif: Run = fromFigures((told, { command, rest }) => {
  const words = wordsOf(rest);
  const entrantAt = words.findIndex((word) => parseShare(word) !== undefined);
  const entrant = entrantAt === -1 ? undefined : parseShare(words[entrantAt]!);
  if (entrant === undefined || entrant.value >= 1) {
    return incompleteAnswer(
      command,
      ['10%', '20%', '30%'].map((part) => ({ label: part, command: `whatif ${part}` })),
    );
  }
  return withShare(told, command, words.toSpliced(entrantAt, 1), {
    retry: (key) => `whatif ${entrant.written} ${key}`,
    answer: (asked) => whatIfAnswer(told, entrant.value, asked),
  });
});

type Follow = {
  /** The command again, for somebody of this key. */
  readonly retry: (key: string) => string;
  readonly answer: (asked: AskedShare) => Answer;
};

/** Finds the share that words name: a number, whoever holds one, or where nothing is said the largest owner's. */
async function withShare(told: Told, command: Command, words: readonly string[], { retry, answer }: Follow) {
  const { figures } = told;
  const typed = words.join(' ');
  const held = (subject: Pick<Subject, 'lens' | 'key' | 'name'>) => {
    const asked = heldBy(told, subject);
    return asked === null ? nothingKnownAnswer() : answer(asked);
  };
  const share = parseShare(typed)?.value;
  if (share !== undefined) return answer({ share, holder: null });
  const [largest] = sharesOf(countOf(figures, 'owner', WEEK));
  if (typed === '' && largest !== undefined) return held({ lens: 'owner', ...largest });
  return resolveName<Subject>({
    command,
    typed,
    kind: 'pool, owner or country',
    lists: subjectLists(figures),
    optionOf: ({ key, name }) => ({ label: name, command: retry(key) }),
    usual: largestPools(figures, command.name),
    answer: held,
  });
}

/**
 * A subject's share: of a country its machines where a model has them, else its operators. Null where no block
 * is counted.
 */
function heldBy(told: Told, { lens, key, name }: Pick<Subject, 'lens' | 'key' | 'name'>): AskedShare | null {
  const { figures } = told;
  const place = lens === 'operator-country' ? placeOf(figures.machines, key) : undefined;
  if (place !== undefined && hasShare(place)) {
    return { share: place.share, holder: { name, key, how: modelledHow(place, figures.machines) } };
  }
  const row = shareOf(countOf(figures, lens, WEEK), key);
  return row && { share: row.share, holder: { name, key, how: countedHow(told, lens, row) } };
}
