import { addDays } from '../../core/ledger/utc-day.ts';
import type { Lens } from '../../core/lenses/lens.ts';
import { ownerOf } from '../../core/lenses/owners.ts';
import { subjectName } from '../../core/lenses/subjects.ts';
import type { PoolId } from '../../core/pools/pool-id.ts';
import { type Comparison, compareShares } from '../../core/shares/compare-shares.ts';
import type { ShareRow } from '../../core/shares/share-table.ts';
import { WEEK, WINDOWS, type WindowCount } from '../../core/shares/window.ts';
import { countOf, hasShare, type LatestFigures, placeOf, sharesOf } from '../../daily/figures.ts';
import { aboutWithRange, capitalised, certainty, days, percent, whole } from '../../messages/format.ts';
import type { Message, Section } from '../../messages/message.ts';
import { type Answer, list, plain, press, replyPrivately, say } from '../answer.ts';
import { type Asked, command, optional, required } from '../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../current-figures.ts';
import { countedSection, rangeText, shareColumns, shareText, spanText, titleNote } from '../figures-text.ts';
import { isSure, type Match, matchName } from '../match-name.ts';
import { type Subject, subjectLists } from '../names.ts';
import { SUBJECT, WINDOW } from '../option-kinds.ts';
import { endingPeriod, parsePeriod, wordsOf } from '../quantities.ts';
import { incompleteAnswer, nothingKnownAnswer, type Option, periodAnswer } from '../refusals.ts';
import { unclearNameAnswer } from '../resolve-name.ts';

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

/** How far back the picture looks, in days. */
const PICTURED = 90;

function askCompare(current: CurrentFigures, { command, rest }: Asked): Answer {
  const { figures } = current;
  const { before, period } = endingPeriod(rest);
  const asked = period === null ? WEEK : parsePeriod(period);
  const window = WINDOWS.find((known) => known === asked);
  const behind = window === undefined ? '' : ` ${window}d`;
  if (window === undefined) {
    const options = WINDOWS.map((one) => ({ label: days(one), command: `compare ${before} ${one}d` }));
    return periodAnswer(period!, 'over 1, 7, 30 or 90 days', options);
  }
  const [one, other] = splitNames(before, figures);
  if (one === undefined || other === undefined) return incompleteAnswer(command, usualPairs(figures));
  for (const [unclear, clear] of [
    [one, other],
    [other, one],
  ] as const) {
    if (unclear.subject !== null) continue;
    const withOther = ` ${clear.subject?.key ?? clear.typed}${behind}`;
    return unclearNameAnswer(
      unclear.typed,
      unclear.match,
      command,
      'pool, owner or country',
      ({ key, name }) => ({ label: name, command: `compare ${key}${withOther}` }),
    );
  }
  const pair = pairOf(one.subject!, other.subject!, figures);
  return pair === null ? unlikeAnswer(one.subject!, other.subject!) : compareAnswer(current, pair, window);
}

/** A name as it was typed, and whom it means; null where that is not clear. */
type Named = { readonly typed: string; readonly match: Match<Subject>; readonly subject: Subject | null };

/** Words between two names. */
const BETWEEN = /\s*[,;&/]\s*|\s+(?:vs\.?|versus|and|with|or|to|against)\s+/i;

/** Takes two names apart, where they are parted at a word between them, else where both are clear. */
function splitNames(text: string, figures: LatestFigures): readonly Named[] {
  const lists = subjectLists(figures);
  const named = (typed: string): Named => {
    const match = matchName(typed, ...lists);
    const subject = match.kind === 'one' ? match.value : isSure(match) ? match.values[0] : null;
    return { typed, match, subject };
  };
  const parts = text.split(BETWEEN).filter(Boolean);
  if (parts.length !== 1) return parts.map(named);
  const words = wordsOf(text);
  const splits = words
    .slice(1)
    .map((_, at) => [named(words.slice(0, at + 1).join(' ')), named(words.slice(at + 1).join(' '))]);
  const doubt = (names: readonly Named[]) => names.reduce((sum, { match }) => sum + DOUBT[match.kind], 0);
  return splits.toSorted((a, b) => doubt(a) - doubt(b))[0] ?? [];
}

/** How far from clear a name is. */
const DOUBT: Readonly<Record<Match<Subject>['kind'], number>> = { one: 0, near: 1, several: 2, none: 4 };

/** Two that are counted through one lens. */
type Pair = { readonly lens: Lens; readonly keys: readonly [string, string] };

/** Two subjects through one lens: a pool beside an owner as its own owner. Null where no lens shows both. */
function pairOf(one: Subject, other: Subject, { day }: LatestFigures): Pair | null {
  if (one.lens === other.lens) return { lens: one.lens, keys: [one.key, other.key] };
  const owners = [one, other].map(({ lens, key }) => {
    if (lens === 'owner') return key;
    return lens === 'pool' ? ownerOf(key as PoolId, day, { day, knowledge: 'then' }) : null;
  });
  const [first, second] = owners;
  return first == null || second == null ? null : { lens: 'owner', keys: [first, second] };
}

/** The largest pool with those after it, as things to choose from. */
function usualPairs(figures: LatestFigures): readonly Option[] {
  const [first, ...others] = sharesOf(countOf(figures, 'pool', WEEK)).slice(0, 4);
  if (first === undefined) return [];
  return others.map(({ key, name }) => ({
    label: `${first.name}, ${name}`,
    command: `compare ${first.key} ${key}`,
  }));
}

function compareAnswer(current: CurrentFigures, { lens, keys }: Pair, window: number): Answer {
  const { figures } = current;
  const [one, other] = keys;
  if (one === other) return sameAnswer(lens, one);
  const count = countOf(figures, lens, window);
  if (count.blocks === 0) return nothingKnownAnswer();
  const comparison = compareShares(count, one, other);
  const [first] = comparison.rows;
  const second = comparison.rows[1];
  const others = figures.counts.filter(
    (each) => each.lens === lens && each.window !== window && each.missingDays === 0 && each.blocks > 0,
  );
  const machines = keys.flatMap((key) => {
    const place = lens === 'operator-country' ? placeOf(figures.machines, key) : undefined;
    return place !== undefined && hasShare(place) ? [`${place.name} ${aboutWithRange(place)}`] : [];
  });
  return {
    message: compareMessage(current, count, comparison, [
      list(
        others.map((each) => otherText(compareShares(each, first.key, second.key), first, each)),
        6,
        'Over other windows',
      ),
      ...(machines.length === 0 ? [] : [plain(`Machines, modelled: ${machines.join('; ')}.`, 5)]),
    ]),
    picture: {
      kind: 'share-over-time',
      lens,
      subject: first.key,
      beside: second.key,
      window: WEEK,
      from: addDays(figures.day, 1 - PICTURED),
      to: figures.day,
    },
    buttons: [
      WINDOWS.filter((each) => each !== window).flatMap((each) =>
        press(days(each), `compare ${one} ${other} ${each}d`),
      ),
      [first, second].flatMap(({ key, name }) =>
        press(name, `${lens === 'operator-country' ? 'country' : 'pool'} ${key}`),
      ),
    ],
  };
}

/**
 * Two shares side by side, who is larger and how sure that is, and what both have together.
 *
 * @param further what stands between that and how it is known.
 */
export function compareMessage(
  current: FiguresOf<'provenances'>,
  count: WindowCount,
  { rows, probability, together }: Comparison,
  further: readonly Section[],
): Message {
  const [first, second] = rows;
  return say('compare', `${first.name} and ${second.name}${titleNote(current.figures, count)}`, [
    plain(
      `${largerText(first, probability)} ${whole(first.blocks)} and ${whole(second.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}.`,
      10,
    ),
    {
      kind: 'table',
      columns: shareColumns('Who'),
      rows: rows.map((row) => [row.name, percent(row.share), rangeText(row)]),
      rank: 9,
    },
    plain(`Together: ${shareText(together)}${halfText(together.aboveHalf)}.`, 8),
    ...(count.lens === 'operator-country'
      ? [plain("This is the pool owners' country (counted), not where machines stand.", 7)]
      : []),
    ...further,
    countedSection(current, count),
  ]);
}

/** From here on it is told who is the larger. */
const SURE = 0.95;

function largerText({ name, blocks }: ShareRow, probability: number): string {
  if (blocks === 0) return 'Neither mined a block.';
  if (probability < SURE)
    return `Too close to tell who is larger: ${name} with ${certainty(probability)} probability.`;
  return `We are ${certainty(probability)} sure that ${name} is larger.`;
}

function halfText(aboveHalf: number): string {
  return aboveHalf < 0.01 ? '' : `; more than half with ${certainty(aboveHalf)} probability`;
}

/** The same two over another window, in the same order. */
function otherText({ rows, probability }: Comparison, first: ShareRow, count: WindowCount): string {
  const [a, b] = rows[0].key === first.key ? rows : [rows[1], rows[0]];
  const isReversed = a !== rows[0];
  const note = probability < SURE ? ', too close to tell' : isReversed ? `, ${rows[0].name} larger` : '';
  return `${days(count.window)}: ${percent(a.share)} and ${percent(b.share)}${note}`;
}

/** The same name twice, or a pool and its owner. */
function sameAnswer(lens: Lens, key: string): Answer {
  return replyPrivately(
    'compare',
    'These are the same',
    [plain(`Both are ${subjectName(lens, key)}: their blocks are the same ones.`)],
    [press(subjectName(lens, key), `pool ${key}`)],
  );
}

function unlikeAnswer(one: Subject, other: Subject): Answer {
  return replyPrivately(
    'compare',
    'These two cannot be compared',
    [
      plain(
        `${capitalised(one.name)} and ${other.name} are not of one kind: a pool or an owner compares with another, and so do two countries.`,
      ),
    ],
    [
      [one, other].flatMap(({ lens, key, name }) =>
        press(capitalised(name), `${lens === 'operator-country' ? 'country' : 'pool'} ${key}`),
      ),
    ],
  );
}
