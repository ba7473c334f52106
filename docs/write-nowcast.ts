/**
 * Writes the tables of docs/nowcast.md and docs/story.md: `npm run docs:nowcast`. The program itself computes every
 * figure; the text around the tables is written by hand. It takes about a minute.
 */
import { defaultRules } from '../lib/config/default-rules.ts';
import { AGES, type BacktestRow, backtestCountries } from '../lib/core/geography/backtest.ts';
import { type CarryWorld, worldCarrier } from '../lib/core/geography/carried-world.ts';
import { METHOD, type Method } from '../lib/core/geography/method.ts';
import { createNowcaster } from '../lib/core/geography/nowcast.ts';
import type { PlaceCode } from '../lib/core/geography/place.ts';
import { placeRow } from '../lib/core/geography/place-report.ts';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../lib/core/lenses/lens.ts';
import { isModelled } from '../lib/core/rules/rule-lens.ts';
import { WEEK } from '../lib/core/shares/window.ts';
import { replayRules } from '../lib/core/warnings/history.ts';
import { percent, percentRange } from '../lib/messages/format.ts';
import { headline } from '../lib/messages/headline.ts';
import { formerCarrier } from './former-nowcast/former-carrier.ts';
import { FORMER } from './former-nowcast/former-method.ts';
import { table, writeSections } from './generated-sections.ts';

const recorded = shippedLedger();
/** The story ends with 2021. */
const ledger = recorded.filter(({ day }) => day <= '2022-01-31');

/** Everything that was ever run on targets after 2020, by its difference from the method. */
const VARIANTS: readonly (readonly [name: string, carry: CarryWorld])[] = [
  ['as it is', variant({})],
  ['losses do not fade', variant({ fading: 0 })],
  ['losses are forgotten as soon as they are recovered', variant({ remembers: false })],
  ['no allowance for chance', variant({ chanceLoss: 0 })],
  ['no wet season', variant({ wetCountry: 0 })],
  ['half the wet season', variant({ wetCountry: 0.1 })],
  ['a wet season after the ban, too', variant({ ban: parseDay('2099-01-01') })],
  ['the former model: pools and their home places', formerCarrier(recorded)],
  ['the former model without home places', formerCarrier(recorded, { ...FORMER, homeOdds: 1, departure: 0 })],
];

/** The days and places of the story. */
const DAYS = [
  '2020-01-07',
  '2020-05-05',
  '2020-05-06',
  '2020-09-15',
  '2021-01-15',
  '2021-03-15',
  '2021-05-15',
  '2021-06-23',
  '2021-07-15',
  '2021-10-13',
  '2021-12-31',
];
const PLACES = ['CN', 'CN-SC', 'KZ', 'US'];

const MEASURE_NAMES: Readonly<Record<BacktestRow['measure'], string>> = {
  CN: 'China',
  US: 'United States',
  all: 'all',
};

const backtests = VARIANTS.map(([name, carry]) => ({ name, rows: backtestCountries(recorded, carry) }));

writeSections('nowcast.md', 'docs:nowcast', {
  summary: summaryTable(backtests[0]!.rows),
  backtest: backtestTable(backtests[0]!.rows),
  variants: variantsTable(),
  widths: widthsTable(),
});
writeSections('story.md', 'docs:nowcast', {
  places: placesTable(),
  'replay as known then': replayTable('then'),
  'replay with hindsight': replayTable('now'),
});

function variant(differs: Partial<Method>): CarryWorld {
  return worldCarrier(recorded, { ...METHOD, ...differs });
}

/** Means over all anchor ages. */
function summaryTable(rows: readonly BacktestRow[]): readonly string[] {
  const groups = Map.groupBy(rows, ({ target, year, measure, without }) =>
    [target, year, measure, without.join()].join(' '),
  );
  return table(
    [
      'later figures of',
      'year',
      'share of',
      'ratio',
      'trend',
      'loss alone',
      'in 95%',
      'spans',
      'all by chance',
      'width',
    ],
    [...groups.values()].map((own) => {
      const [{ target, year, measure, without }] = own as [BacktestRow];
      const mean = (of: (row: BacktestRow) => number) =>
        own.reduce((sum, row) => sum + of(row), 0) / own.length;
      const best = mean(({ ratio }) => ratio);
      const spans = Math.max(...own.map(({ anchors }) => anchors));
      const rival = (value: number) => (value < best ? `**${value.toFixed(2)}**` : value.toFixed(2));
      return [
        target,
        yearText(year, without),
        MEASURE_NAMES[measure],
        best.toFixed(2),
        rival(mean(({ trend }) => trend)),
        rival(mean(({ lossAlone }) => lossAlone)),
        percent(
          mean(({ coverage }) => coverage),
          0,
        ),
        `${spans}`,
        measure === 'all' ? '' : percent(0.95 ** spans, 0),
        points(mean(({ width }) => width)),
      ];
    }),
  );
}

function backtestTable(rows: readonly BacktestRow[]): readonly string[] {
  return table(
    [
      'later figures of',
      'anchor',
      'year',
      'share of',
      'months',
      'independent spans',
      'nowcast',
      'worst day',
      'unchanged',
      'ratio',
      'trend',
      'loss alone',
      'in 95%',
    ],
    rows.map((row) => [
      row.target,
      `${row.sources.join(', ')}, ${ageText(row.ageMonths)}`,
      yearText(row.year, row.without),
      MEASURE_NAMES[row.measure],
      `${row.months}`,
      `${row.anchors}`,
      points(row.nowcast),
      points(row.worst),
      points(row.unchanged),
      row.ratio.toFixed(2),
      row.trend.toFixed(2),
      row.lossAlone.toFixed(2),
      percent(row.coverage, 0),
    ]),
  );
}

function variantsTable(): readonly string[] {
  const years = [2020, 2021];
  return table(
    ['variant', ...years.flatMap((year) => [`${year}, mean`, ...AGES.map((age) => ageText(age))])],
    backtests.map(({ name, rows }) => [
      name,
      ...years.flatMap((year) => {
        const ratios = AGES.map((age) => ratioOf(rows, age, year));
        const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
        return [`**${mean.toFixed(2)}**`, ...ratios.map((ratio) => ratio.toFixed(2))];
      }),
    ]),
  );
}

function ratioOf(rows: readonly BacktestRow[], age: BacktestRow['ageMonths'], year: number): number {
  return rows.find(
    (row) =>
      row.ageMonths === age &&
      row.year === year &&
      row.target === 'cbeci' &&
      row.measure === 'CN' &&
      row.without.length === 0,
  )!.ratio;
}

/** Median widths of the intervals by year, as known then. */
function widthsTable(): readonly string[] {
  const nowcaster = createNowcaster(recorded, 'then');
  const years = Map.groupBy(recorded.slice(WEEK), ({ day }) => day.slice(0, 4));
  return table(
    ['year', 'China', 'United States'],
    [...years].map(([year, days]) => {
      const seen = days.map(({ day }) => nowcaster.on(day));
      return [
        year,
        ...['CN', 'US'].map((key) => {
          const rows = seen.map((one) => placeRow(one, key as PlaceCode));
          const widths = rows.flatMap(({ low, high }) => (low === null || high === null ? [] : [high - low]));
          return points(widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)]!);
        }),
      ];
    }),
  );
}

function replayTable(knowledge: Knowledge): readonly string[] {
  const rules = defaultRules().filter(({ lens }) => isModelled(lens));
  const days = ledger.filter(({ day }) => day <= '2021-12-31');
  return table(
    ['day', 'what', 'share', '95%'],
    replayRules(days, rules, knowledge).transitions.map((transition) => {
      const { day, kind, share, low, high } = transition;
      return [day, headline(kind, transition), percent(share!), percentRange({ low: low!, high: high! })];
    }),
  );
}

function placesTable(): readonly string[] {
  const knowledges = ['then', 'now'] as const;
  const nowcasters = knowledges.map((knowledge) => createNowcaster(ledger, knowledge));
  return table(
    ['day', ...['as known then', 'in hindsight'].flatMap((view) => PLACES.map((key) => `${key} ${view}`))],
    DAYS.map((day) => [
      day,
      ...nowcasters.flatMap((nowcaster) => {
        const seen = nowcaster.on(parseDay(day));
        return PLACES.map((key) => {
          const { share, low, high, status } = placeRow(seen, key as PlaceCode);
          if (share === null || low === null || high === null) return 'no figure';
          return `${percent(share)} (${percentRange({ low, high }, 0)})${status === 'stale' ? ' stale' : ''}`;
        });
      }),
    ]),
  );
}

function ageText(age: BacktestRow['ageMonths']): string {
  return age === 'published' ? 'newest published' : `${age} mo old`;
}

function yearText(year: number, without: readonly string[]): string {
  return `${year}${without.length === 0 ? '' : ` without ${without.join(', ')}`}`;
}

function points(fraction: number): string {
  return (fraction * 100).toFixed(1);
}
