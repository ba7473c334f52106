import type { Ledger } from '../../core/ledger/ledger.ts';
import { addDays, daysBetween, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import type { ShareRow } from '../../core/shares/share-table.ts';
import { closedDaysOf, countWindow, throughLens, WEEK, type WindowCount } from '../../core/shares/window.ts';
import { type LatestFigures, shareOf } from '../../daily/figures.ts';
import { button } from '../../messages/button.ts';
import { capitalised, changeText, counted, days, dayText, percent } from '../../messages/format.ts';
import { holderText } from '../../messages/headline.ts';
import type { Section } from '../../messages/message.ts';
import { provenanceOf } from '../../messages/provenance.ts';
import { unknownSeatsText } from '../../messages/seats.ts';
import { rangeText, shareColumns } from '../../messages/share-rows.ts';
import { type Answer, plain, say } from '../answer.ts';
import { type BotDeps, command, type Invocation, optional, required } from '../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../current-figures.ts';
import { countedSection, shareText, titleNote } from '../figures-text.ts';
import { type Subject, subjectLists } from '../names.ts';
import { SPAN, SUBJECT } from '../option-kinds.ts';
import { parsePeriod, parseSpan, splitPeriod } from '../quantities.ts';
import { periodAnswer } from '../refusals.ts';
import { largestPools, resolveName } from '../resolve-name.ts';

export const history = command({
  name: 'history',
  description: 'How a share has changed over time',
  options: [
    required('who', SUBJECT, 'A pool, an owner or a country'),
    optional('time', SPAN, 'How far back: 30d, 26w, 1y, all'),
  ],
  example: '/history foundry 90d',
  run: fromFigures(askHistory),
});

const DEFAULT_SPAN = 90;

/** Spans offered as buttons, in days. */
const SPANS = [30, 90, 365];

/** A span in days, and whether it was given in weeks. */
type Span = { readonly days: number; readonly inWeeks: boolean };

/** `since`: the first day of the ledger, if the span reaches back to it; else null. */
type Reach = Span & { readonly since: UtcDay | null };

/** Most rows of the table; the picture shows every day. */
const LINES = 10;

/** The share in the week ending on a day; null if a day of it is missing. */
type Point = { readonly day: UtcDay; readonly row: ShareRow | null; readonly count: WindowCount };

function askHistory(
  current: CurrentFigures,
  { command, rest }: Invocation,
  deps: BotDeps,
): Answer | Promise<Answer> {
  const { figures } = current;
  const { before, period } =
    parsePeriod(rest) === undefined ? splitPeriod(rest) : { before: '', period: rest };
  const wanted = period === null ? DEFAULT_SPAN : parseSpan(period);
  if (wanted === undefined)
    return periodAnswer(
      period!,
      'over 2 days or more, as far back as the ledger goes',
      SPANS.map((span) => ({ label: days(span), command: `history ${before} ${span}d` })),
    );
  const span = { days: wanted, inWeeks: /\dw/i.test(period ?? '') };
  return resolveName({
    command,
    figures,
    typed: before,
    kind: 'pool, owner or country',
    lists: subjectLists(figures),
    commandFor: ({ key }) => `history ${key} ${wanted}d`,
    suggested: largestPools(figures),
    answer: (subject) => historyAnswer(current, subject, span, deps),
  });
}

async function historyAnswer(
  current: CurrentFigures,
  subject: Subject,
  asked: Span,
  { ledger, knowledge }: BotDeps,
): Promise<Answer> {
  const { figures } = current;
  const { day } = figures;
  const wanted = addDays(day, 1 - asked.days);
  const loaded = await ledger.loadDays({ from: addDays(wanted, 1 - WEEK), to: day });
  const begins = loaded[0]?.day ?? wanted;
  const span = { ...asked, since: wanted < begins ? begins : null };
  const start = span.since === null ? wanted : addDays(span.since, WEEK - 1);
  const points = loaded.length === 0 ? [] : pointsOn(daysFrom(start, day), subject, loaded, knowledge);
  const name = capitalised(holderText(subject.lens, subject.key));
  const weeks = points.flatMap(({ row, ...point }) => (row === null ? [] : [{ ...point, row }]));
  const first = weeks[0];
  const last = weeks.at(-1);
  const title = `${name}: ${spanTitle(span)}`;
  if (first === undefined || last === undefined) {
    const why = `No full week was counted up to ${dayText(day)}.`;
    return { message: say('history', title, [plain(why)]) };
  }
  const [known, count] = provenanceOver(current, span, loaded);
  const highest = weeks.reduce((most, point) => (point.row.share > most.row.share ? point : most));
  const lowest = weeks.reduce((least, point) => (point.row.share < least.row.share ? point : least));
  const gap = points.length - weeks.length;
  const isSeat = subject.lens === 'operator-country';
  return {
    message: say('history', `${title}${titleNote(known.figures, count)}`, [
      ...(highest.row.share === 0
        ? [plain(`${name} mined no block in any of these weeks.`, 10)]
        : [
            plain(
              `${shareText(last.row)} of blocks in the 7 days to ${dayText(last.day)}, ${changeText(first.row.share, last.row.share)} from ${percent(first.row.share)} in the 7 days to ${dayText(first.day)}.`,
              10,
            ),
            plain(
              `Highest ${percent(highest.row.share)} in the 7 days to ${dayText(highest.day)}, lowest ${percent(lowest.row.share)} in those to ${dayText(lowest.day)}.`,
              8,
            ),
            weeksTable(points, span.inWeeks),
          ]),
      plain(isSeat ? unknownSeatsText(last.row, last.count) : '', 7),
      plain(gap === 0 ? '' : `Gap: ${days(gap)} whose week was not fully counted.`, 6),
      ...(isSeat ? [plain("This is the pool owners' country (counted), not where machines stand.", 6)] : []),
      countedSection(known, count),
    ]),
    picture: {
      ...sharePicture(figures, subject, span.days),
      ...(span.since === null ? {} : { from: first.day }),
    },
    buttons: [
      [
        ...SPANS.filter((other) => other !== span.days).flatMap((other) =>
          button(days(other), `history ${subject.key} ${other}d`),
        ),
        ...(span.since === null ? button('All', `history ${subject.key} all`) : []),
        ...button('How we know', 'method'),
      ],
    ],
  };
}

function pointsOn(
  on: readonly UtcDay[],
  { lens, key }: Subject,
  loaded: Ledger,
  knowledge: Knowledge,
): readonly Point[] {
  const ledger = throughLens(loaded, lens, knowledge);
  return on.map((day) => {
    const count = countWindow(ledger, day, WEEK);
    return { day, row: count.missingDays > 0 ? null : shareOf(count, key), count };
  });
}

function weeksTable(points: readonly Point[], inWeeks: boolean): Section {
  return {
    kind: 'table',
    columns: shareColumns('7 days to'),
    rows: sampled(points, inWeeks).map(({ day, row }) => [
      dayText(day),
      row === null ? 'gap' : percent(row.share),
      row === null ? '' : rangeText(row),
    ]),
    rank: 7,
  };
}

function spanTitle({ days: count, inWeeks, since }: Reach): string {
  if (since !== null) return `since ${dayText(since)}`;
  return `the last ${inWeeks ? counted(count / WEEK, 'week') : days(count)}`;
}

/** The origin of the days behind a history, and how many days of its span are counted. */
function provenanceOver(
  { figures, at }: CurrentFigures,
  { days: wanted, since }: Reach,
  loaded: Ledger,
): readonly [FiguresOf<'provenances'>, Pick<WindowCount, 'window' | 'day' | 'missingDays'>] {
  const { day } = figures;
  const window = since === null ? wanted : daysBetween(since, day) + 1;
  const provenance = provenanceOf({ ledger: loaded }, day, loaded.length);
  const missingDays = window - closedDaysOf(loaded, day, window).length;
  return [
    { figures: { provenances: [{ window, provenance }] }, at },
    { window, day, missingDays },
  ];
}

/** At most `LINES` points in equal steps, newest first; in whole weeks if the span was given in weeks. */
function sampled(points: readonly Point[], inWeeks: boolean): readonly Point[] {
  const unit = inWeeks ? WEEK : 1;
  const step = unit * Math.max(1, Math.ceil(points.length / unit / LINES));
  return points.toReversed().filter((_, index) => index % step === 0);
}

/** The chart of a subject's weekly share. @param span in days. */
export function sharePicture(
  { day }: LatestFigures,
  { lens, key }: Subject,
  span: number,
): NonNullable<Answer['picture']> {
  return { kind: 'share-over-time', lens, subject: key, window: WEEK, from: addDays(day, 1 - span), to: day };
}
