import type { Lens } from '../../../core/lenses/lens.ts';
import type { HashRate } from '../../../core/shares/hash-rate.ts';
import type { ShareTable } from '../../../core/shares/share-table.ts';
import { WEEK, WINDOWS, type WindowCount } from '../../../core/shares/window.ts';
import { countOf, hashRateFor, sharesOf } from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { days, exahashes, percent, percentRange, whole } from '../../../messages/format.ts';
import type { Message, Section } from '../../../messages/message.ts';
import { couldBeText, shareUpTo } from '../../../messages/seats.ts';
import { shareColumns, shareRows, unknownRow } from '../../../messages/share-rows.ts';
import { type Answer, list, plain, say } from '../../answer.ts';
import { command, type Invocation, optional } from '../../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../../current-figures.ts';
import { countedSection, spanText, titleNote } from '../../figures-text.ts';
import { WINDOW } from '../../option-kinds.ts';
import { parsePeriod } from '../../quantities.ts';
import { windowAnswer } from '../../refusals.ts';

const OVER_DAYS = optional('days', WINDOW, 'Over how many days: 1, 7, 30 or 90');

export const pools = command({
  name: 'pools',
  description: 'The largest pools and their shares',
  options: [OVER_DAYS],
  example: '/pools 30',
  run: fromFigures((current, invocation) => askRanking(current, 'pool', invocation)),
});

export const owners = command({
  name: 'owners',
  description: 'The largest owners of pools and their shares',
  options: [OVER_DAYS],
  example: '/owners 7',
  run: fromFigures((current, invocation) => askRanking(current, 'owner', invocation)),
});

/** Rows in a chat; nobody reads more on a phone. */
const MAX_ROWS = 12;

function askRanking(current: CurrentFigures, lens: 'pool' | 'owner', { rest }: Invocation): Answer {
  if (rest === '') return rankingAnswer(current, lens, WEEK);
  const period = parsePeriod(rest);
  const window = WINDOWS.find((known) => known === period);
  return window === undefined
    ? windowAnswer(rest, (known) => `${HOLDERS[lens]} ${known}`)
    : rankingAnswer(current, lens, window);
}

function rankingAnswer(current: CurrentFigures, lens: 'pool' | 'owner', window: number): Answer {
  const { figures } = current;
  const largest = sharesOf(countOf(figures, lens, window)).slice(0, 3);
  return {
    message: rankingMessage(current, lens, window, 'largest'),
    picture: { kind: 'ranking', lens, window, day: figures.day },
    page: `${lens}s.html`,
    buttons: [
      [
        ...WINDOWS.filter((other) => other !== window).flatMap((other) =>
          button(days(other), `${HOLDERS[lens]} ${other}`),
        ),
        ...button('How we know', 'method'),
      ],
      largest.flatMap(({ key, name }) =>
        button(name, lens === 'pool' ? `pool ${key}` : `history ${key} 90d`),
      ),
    ],
  };
}

const HOLDERS: Readonly<Record<Lens, string>> = {
  pool: 'pools',
  owner: 'owners',
  template: 'template groups (shared block templates, not ownership)',
  'operator-country': 'operator countries (whose law pool owners answer to)',
};

/** The largest of a window. @param which `all`: everybody, with numbers of blocks. */
export function rankingMessage(
  current: FiguresOf<'counts' | 'hashRates' | 'provenances'>,
  lens: Lens,
  window: number,
  which: 'largest' | 'all',
): Message {
  const { figures } = current;
  const count = countOf(figures, lens, window);
  return say(HOLDERS[lens], `Largest ${HOLDERS[lens]} ${spanText(count)}${titleNote(figures, count)}`, [
    which === 'largest' ? largestTable(count) : wholeTable(count),
    plain(lens === 'operator-country' ? couldBeText(sharesOf(count), count) : ''),
    ...networkSections(hashRateFor(figures, window)),
    countedSection(current, count),
  ]);
}

/** The network's hash rate; empty if not known. */
export function networkSections(hashRate: HashRate | null): readonly Section[] {
  if (hashRate === null) return [];
  const { ehs, low, high } = hashRate;
  return [plain(`Network: ${exahashes(ehs)} EH/s (95% interval ${exahashes(low)}-${exahashes(high)}).`, 4)];
}

function largestTable(count: WindowCount): Section {
  const rows = shareRows(sharesOf(count), count, MAX_ROWS);
  return { kind: 'table', columns: shareColumns('Who'), rows, rank: 9 };
}

function wholeTable(count: WindowCount): Section {
  // Only for seats: an unknown owner may be based in any country.
  const isOpen = count.lens === 'operator-country' && count.unknown > 0;
  const rows = sharesOf(count).map((row) => [
    row.name,
    percent(row.share),
    percentRange(row),
    whole(row.blocks),
    ...(isOpen ? [percent(shareUpTo(row, count))] : []),
  ]);
  return {
    kind: 'table',
    columns: [
      ...shareColumns('Who'),
      { name: 'Blocks', align: 'right' },
      ...(isOpen ? [{ name: 'Up to', align: 'right' } as const] : []),
    ],
    rows: [
      ...rows,
      ...unknownRow(count).map((row) => [...row, whole(count.unknown), ...(isOpen ? [''] : [])]),
    ],
  };
}

/** Concentration measures, as ranges where unknown blocks could belong to one or to many. */
export function concentrationSection({ top, nakamoto, hhi, gini, entropy }: ShareTable): Section {
  const { point, low, high } = nakamoto;
  const figures = [
    togetherText(top),
    `Fewest that hold more than half (Nakamoto): ${point ?? 'none'}, range ${low ?? 'none'} to ${high ?? 'none'}`,
    `HHI ${whole(hhi.low)} to ${whole(hhi.high)}, Gini ${gini?.toFixed(3) ?? 'none'}, entropy ${entropy?.toFixed(2) ?? 'none'} bits (unknown left out)`,
  ];
  return list(figures, 5, 'Concentration');
}

/** The combined share of the largest. */
export function togetherText(top: ShareTable['top'], shareText: (share: number) => string = percent): string {
  const held = top.map(
    ({ n, share }) => `${n === 1 ? 'the largest' : `the ${n} largest`} ${shareText(share)}`,
  );
  return `Together: ${held.join(', ')}`;
}
