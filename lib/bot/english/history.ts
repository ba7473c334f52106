import type { UtcDay } from '../../core/ledger/utc-day.ts';
import type { ShareRow } from '../../core/shares/share-table.ts';
import { countOf, WEEK } from '../../daily/figures.ts';
import { capitalised, days, dayText, percent } from '../../messages/format.ts';
import { holderText } from '../../messages/headline.ts';
import { type Answer, press, say } from '../answer.ts';
import type { Subject } from '../names.ts';
import { countedSection, plain, rangeText, shareText, type Told } from './figures.ts';
import { sharePicture } from './shares.ts';

/** Lines of a history; the picture shows every day. */
const LINES = 10;

/** A weekly share and the day on which its week ends. */
export type Point = { readonly day: UtcDay; readonly row: ShareRow };

/**
 * `history`: weekly shares day by day.
 *
 * @param points ascending; days whose week misses a day are left out.
 */
export function historyAnswer(
  told: Told,
  subject: Subject,
  span: number,
  points: readonly Point[],
  missing: number,
): Answer {
  const { figures } = told;
  const name = capitalised(holderText(subject.lens, subject.key));
  const first = points[0];
  const last = points.at(-1);
  const title = `${name}: the last ${days(span)}`;
  if (first === undefined || last === undefined) {
    const why = `No day of the ${days(span)} to ${dayText(figures.day)} ends a week that was counted in full.`;
    return { message: say('history', title, [plain(why)]) };
  }
  const highest = points.reduce((most, point) => (point.row.share > most.row.share ? point : most));
  const lowest = points.reduce((least, point) => (point.row.share < least.row.share ? point : least));
  const change = (last.row.share - first.row.share) * 100;
  return {
    message: say('history', title, [
      plain(
        `Share of blocks over 7 days: ${percent(first.row.share)} on ${dayText(first.day)}, ${shareText(last.row)} on ${dayText(last.day)} (${change < 0 ? 'down' : 'up'} ${Math.abs(change).toFixed(1)} points).`,
        10,
      ),
      plain(
        `Highest ${percent(highest.row.share)} on ${dayText(highest.day)}, lowest ${percent(lowest.row.share)} on ${dayText(lowest.day)}.`,
        8,
      ),
      {
        kind: 'table',
        columns: [
          { name: '7 days to', align: 'left' },
          { name: 'Share', align: 'right' },
          { name: '95 %', align: 'right' },
        ],
        rows: spread(points).map(({ day, row }) => [dayText(day), percent(row.share), rangeText(row)]),
        rank: 7,
      },
      ...(missing === 0
        ? []
        : [plain(`${days(missing)} could not be shown: a day of their week is not counted.`, 6)]),
      ...(subject.lens === 'operator-country'
        ? [plain('This is the law over pool owners, counted. It is not where machines stand.', 6)]
        : []),
      countedSection(told, countOf(figures, subject.lens, WEEK)),
    ]),
    picture: sharePicture(figures, subject, span),
    buttons: [
      [30, 90, 365]
        .filter((other) => other !== span)
        .flatMap((other) => press(days(other), `history ${subject.key} ${other}d`)),
    ],
  };
}

/** Points in equal steps, the newest first. */
function spread(points: readonly Point[]): readonly Point[] {
  const step = Math.max(1, Math.ceil(points.length / LINES));
  return points.toReversed().filter((_, index) => index % step === 0);
}
