import { addDays } from '../../../core/ledger/utc-day.ts';
import type { Lens } from '../../../core/lenses/lens.ts';
import { subjectName } from '../../../core/lenses/subjects.ts';
import { compareShares } from '../../../core/shares/compare-shares.ts';
import { WEEK, WINDOWS } from '../../../core/shares/window.ts';
import { countOf, hasShare, type LatestFigures, placeOf, sharesOf } from '../../../daily/figures.ts';
import { type Button, button } from '../../../messages/button.ts';
import { nameInSentence } from '../../../messages/country-text.ts';
import { aboutWithRange, capitalised, days } from '../../../messages/format.ts';
import { type Answer, list, plain, replyPrivately } from '../../answer.ts';
import { command, type Invocation, optional, required } from '../../command.ts';
import { type CurrentFigures, fromFigures } from '../../current-figures.ts';
import type { Subject } from '../../names.ts';
import { SUBJECT, WINDOW } from '../../option-kinds.ts';
import { parsePeriod, splitPeriod } from '../../quantities.ts';
import { incompleteAnswer, noFiguresAnswer, type Option, windowAnswer } from '../../refusals.ts';
import { unclearNameAnswer } from '../../resolve-name.ts';
import { disputedPool } from '../shares/pool.ts';
import { compareMessage, otherWindowText } from './compare-message.ts';
import { type Pair, pairOf, splitNames } from './two-names.ts';

export const compare = command({
  name: 'compare',
  description: 'Two pools, owners or countries side by side',
  options: [
    required('who', SUBJECT, 'A pool, an owner or a country'),
    required('with', SUBJECT, 'Another one'),
    optional('days', WINDOW, 'Over how many days: 1, 7, 30 or 90'),
  ],
  example: '/compare foundry antpool',
  run: fromFigures(askCompare),
});

const PICTURE_DAYS = 90;

function askCompare(current: CurrentFigures, { command, rest }: Invocation): Answer {
  const { figures } = current;
  const { before, period } = splitPeriod(rest);
  const wanted = period === null ? WEEK : parsePeriod(period);
  const window = WINDOWS.find((known) => known === wanted);
  if (window === undefined) return windowAnswer(period!, (one) => `compare ${before} ${one}d`);
  const [one, other] = splitNames(before, figures);
  if (one === undefined || other === undefined) return incompleteAnswer(command, suggestedPairs(figures));
  const unclear = [one, other].find(({ subject }) => subject === undefined);
  if (unclear !== undefined) {
    const { subject, typed } = unclear === one ? other : one;
    return unclearNameAnswer(
      unclear.typed,
      unclear.match,
      command,
      'pool, owner or country',
      ({ key, name }) => ({ label: name, command: `compare ${key} ${subject?.key ?? typed} ${window}d` }),
    );
  }
  const named = [one.subject!, other.subject!] as const;
  const disputes = named.map((subject) => disputedPool(figures, subject));
  const [first, second] = named.map((subject, at) => disputes[at]?.pool ?? subject) as [Subject, Subject];
  const pair = pairOf(first, second, figures.day);
  if (pair === null) return incomparableAnswer(first, second);
  const notes = disputes.flatMap((dispute) => (dispute === null ? [] : [dispute.text]));
  return compareAnswer(current, pair, window, notes);
}

/** The largest pool with each of the next three, as options. */
function suggestedPairs(figures: LatestFigures): readonly Option[] {
  const [first, ...others] = sharesOf(countOf(figures, 'pool', WEEK)).slice(0, 4);
  if (first === undefined) return [];
  return others.map(({ key, name }) => ({
    label: `${first.name}, ${name}`,
    command: `compare ${first.key} ${key}`,
  }));
}

function compareAnswer(
  current: CurrentFigures,
  { lens, keys }: Pair,
  window: number,
  notes: readonly string[],
): Answer {
  const { figures } = current;
  const [one, other] = keys;
  if (one === other) return sameAnswer(lens, one);
  const count = countOf(figures, lens, window);
  if (count.blocks === 0) return noFiguresAnswer();
  const comparison = compareShares(count, one, other);
  const [first, second] = comparison.rows;
  const others = figures.counts.filter(
    (each) => each.lens === lens && each.window !== window && each.missingDays === 0 && each.blocks > 0,
  );
  const machines = keys.flatMap((key) => {
    const place = lens === 'operator-country' ? placeOf(figures.machines, key) : undefined;
    return place !== undefined && hasShare(place) ? [`${place.name} ${aboutWithRange(place)}`] : [];
  });
  return {
    message: compareMessage(
      current,
      count,
      comparison,
      [
        ...notes.map((note) => plain(note, 7)),
        list(
          others.map((each) => otherWindowText(compareShares(each, first.key, second.key), first, each)),
          6,
          'Over other windows',
        ),
        ...(machines.length === 0 ? [] : [plain(`Machines, modelled: ${machines.join('; ')}.`, 5)]),
      ],
      Math.max(window, ...others.map((each) => each.window)),
    ),
    picture: {
      kind: 'share-over-time',
      lens,
      subject: first.key,
      beside: second.key,
      window: WEEK,
      from: addDays(figures.day, 1 - PICTURE_DAYS),
      to: figures.day,
    },
    buttons: [
      WINDOWS.filter((each) => each !== window).flatMap((each) =>
        button(days(each), `compare ${one} ${other} ${each}d`),
      ),
      [
        ...[first, second].flatMap(({ key, name }) => buttonFor(lens, key, name)),
        ...button('How we know', 'method'),
      ],
    ],
  };
}

/** For the same name twice, or a pool and its owner. */
function sameAnswer(lens: Lens, key: string): Answer {
  return replyPrivately(
    'compare',
    'These are the same',
    [plain(`Both are ${subjectName(lens, key)}: their blocks are the same ones.`)],
    [button(subjectName(lens, key), `pool ${key}`)],
  );
}

function incomparableAnswer(one: Subject, other: Subject): Answer {
  return replyPrivately(
    'compare',
    'These two cannot be compared',
    [
      plain(
        `${capitalised(nameInSentence(one.lens, one.key))} and ${nameInSentence(other.lens, other.key)} are not of one kind: a pool or an owner compares with another, and so do two countries.`,
      ),
    ],
    [[one, other].flatMap(({ lens, key, name }) => buttonFor(lens, key, capitalised(name)))],
  );
}

function buttonFor(lens: Lens, key: string, name: string): readonly Button[] {
  return button(name, `${lens === 'operator-country' ? 'country' : 'pool'} ${key}`);
}
