import { addDays } from '../../core/ledger/utc-day.ts';
import { countWindow, throughLens } from '../../core/shares/window.ts';
import { shareOf, WEEK } from '../../daily/figures.ts';
import type { Told } from '../english/figures.ts';
import { historyAnswer, type Point } from '../english/history.ts';
import { nothingKnownAnswer } from '../english/refusals.ts';
import { type Subject, subjectLists } from '../names.ts';
import { parseSpan, wordsOf } from '../quantities.ts';
import type { AnswerDeps, Run } from './asked.ts';
import { resolveName } from './resolve.ts';
import { largestPools } from './shares.ts';

/** How far back one looks where nothing is said, in days. */
const USUAL_SPAN = 90;

export const history: Run = async ({ request, command, rest }, deps) => {
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return nothingKnownAnswer();
  const words = wordsOf(rest);
  const span = words.length > 1 ? parseSpan(words.at(-1)!) : undefined;
  const asked = span ?? USUAL_SPAN;
  return resolveName<Subject>({
    command,
    typed: (span === undefined ? words : words.slice(0, -1)).join(' '),
    kind: 'pool, owner or country',
    lists: subjectLists(figures),
    optionOf: ({ key, name }) => ({ label: name, command: `history ${key} ${asked}d` }),
    usual: largestPools(figures, 'history', ` ${asked}d`),
    answer: (subject) => historyOf({ figures, at: request.at }, subject, asked, deps),
  });
};

async function historyOf(told: Told, subject: Subject, span: number, { ledger, knowledge }: AnswerDeps) {
  const { day } = told.figures;
  const first = addDays(day, 1 - span);
  const days = await ledger.loadDays({ from: addDays(first, 1 - WEEK), to: day });
  const points: Point[] = [];
  let missing = 0;
  if (days.length > 0) {
    const lensLedger = throughLens(days, subject.lens, knowledge);
    for (let on = first; on <= day; on = addDays(on, 1)) {
      const count = countWindow(lensLedger, on, WEEK);
      const row = count.missingDays > 0 ? null : shareOf(count, subject.key);
      if (row === null) missing += 1;
      else points.push({ day: on, row });
    }
  }
  return historyAnswer(told, subject, span, points, missing);
}
