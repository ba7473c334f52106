import { WINDOWS } from '../../core/shares/window.ts';
import { countOf, type LatestFigures, sharesOf, WEEK } from '../../daily/figures.ts';
import type { Answer } from '../answer.ts';
import type { Told } from '../english/figures.ts';
import type { Option } from '../english/refusals.ts';
import { rankingAnswer, subjectAnswer, todayAnswer } from '../english/shares.ts';
import { ownerCandidates, poolCandidates, type Subject } from '../names.ts';
import { wordsOf } from '../quantities.ts';
import type { Asked, Run } from './asked.ts';
import { fromFigures } from './asked.ts';
import { resolveName } from './resolve.ts';

export const today: Run = fromFigures(todayAnswer);

export const pools: Run = fromFigures((told, asked) => rankingAnswer(told, 'pool', windowIn(asked)));

export const owners: Run = fromFigures((told, asked) => rankingAnswer(told, 'owner', windowIn(asked)));

export const pool: Run = fromFigures(poolNamed);

function poolNamed(told: Told, { command, rest }: Asked): Answer | Promise<Answer> {
  const { figures } = told;
  return resolveName<Subject>({
    command,
    typed: rest,
    kind: 'pool',
    lists: [poolCandidates(figures), ownerCandidates(figures)],
    optionOf: ({ key, name }) => ({ label: name, command: `pool ${key}` }),
    usual: largestPools(figures, 'pool'),
    answer: (subject) => subjectAnswer(told, subject),
  });
}

/** The largest pools of the week as things to choose from. */
export function largestPools(figures: LatestFigures, command: string, behind = ''): readonly Option[] {
  return sharesOf(countOf(figures, 'pool', WEEK))
    .slice(0, 5)
    .map(({ key, name }) => ({ label: name, command: `${command} ${key}${behind}` }));
}

/** The window that was named; a week where none of them was. */
function windowIn({ rest }: Asked): number {
  const [first = ''] = wordsOf(rest);
  return WINDOWS.find((window) => String(window) === first.replace(/d(ays?)?$/i, '')) ?? WEEK;
}
