import type { Lens } from '../../../core/lenses/lens.ts';
import type { ShareRow } from '../../../core/shares/share-table.ts';
import { WEEK, WINDOWS, type WindowCount } from '../../../core/shares/window.ts';
import { countOf, hashRateFor, sharesOf } from '../../../daily/figures.ts';
import { days, percent, whole } from '../../../messages/format.ts';
import type { Section } from '../../../messages/message.ts';
import { type Answer, plain, press, say } from '../../answer.ts';
import { type Asked, type Command, optional } from '../../command.ts';
import { countedSection, rangeText, recordedText, spanText } from '../../figures-text.ts';
import { WINDOW } from '../../option-kinds.ts';
import { wordsOf } from '../../quantities.ts';
import { fromFigures, type Told } from '../../told.ts';

const OVER_DAYS = optional('days', WINDOW, 'Over how many days: 1, 7, 30 or 90');

export const pools = {
  name: 'pools',
  description: 'The largest pools and their shares',
  options: [OVER_DAYS],
  permission: 'anybody',
  example: '/pools 30',
  run: fromFigures((told, asked) => rankingAnswer(told, 'pool', windowIn(asked))),
} as const satisfies Command;

export const owners = {
  name: 'owners',
  description: 'The largest owners of pools and their shares',
  options: [OVER_DAYS],
  permission: 'anybody',
  example: '/owners 7',
  run: fromFigures((told, asked) => rankingAnswer(told, 'owner', windowIn(asked))),
} as const satisfies Command;

/** Rows of a ranking; more are not read on a phone. */
const RANKED = 12;

/** The window that was named; a week where none of them was. */
function windowIn({ rest }: Asked): number {
  const [first = ''] = wordsOf(rest);
  return WINDOWS.find((window) => String(window) === first.replace(/d(ays?)?$/i, '')) ?? WEEK;
}

/** The largest of a window. */
function rankingAnswer(told: Told, lens: 'pool' | 'owner', window: number): Answer {
  const { figures } = told;
  const count = countOf(figures, lens, window);
  const rows = sharesOf(count);
  const hashRate = hashRateFor(figures, window);
  const command = lens === 'pool' ? 'pools' : 'owners';
  return {
    message: say(command, `Largest ${command} ${spanText(count)}${recordedText(figures, window)}`, [
      rankingTable(rows, count),
      ...(hashRate === null
        ? []
        : [
            plain(
              `The whole network: ${whole(hashRate.ehs)} EH/s (95 % interval ${whole(hashRate.low)}-${whole(hashRate.high)}).`,
              4,
            ),
          ]),
      countedSection(told, count),
    ]),
    picture: { kind: 'ranking', lens, window, day: figures.day },
    buttons: [
      WINDOWS.filter((other) => other !== window).flatMap((other) =>
        press(days(other), `${command} ${other}`),
      ),
      rows.slice(0, 3).flatMap(({ key, name }) => press(name, pageCommand(lens, key))),
    ],
  };
}

/** Where one reads more of a subject. */
function pageCommand(lens: Lens, key: string): string {
  return lens === 'pool' ? `pool ${key}` : `history ${key} 90d`;
}

function rankingTable(rows: readonly ShareRow[], { blocks, unknown }: WindowCount): Section {
  const named = rows.slice(0, RANKED);
  const others = rows.slice(RANKED);
  const rest = others.reduce((sum, row) => sum + row.blocks, 0);
  return {
    kind: 'table',
    columns: [
      { name: 'Who', align: 'left' },
      { name: 'Share', align: 'right' },
      { name: '95 %', align: 'right' },
    ],
    rows: [
      ...named.map((row) => [row.name, percent(row.share), rangeText(row)]),
      ...(others.length > 0 ? [[`${others.length} others`, percent(rest / blocks), '']] : []),
      ...(unknown > 0 ? [['unknown', percent(unknown / blocks), '']] : []),
    ],
    rank: 9,
  };
}
