/**
 * Writes the tables of docs/nowcast.md and docs/story.md: `npm run docs:nowcast`. Every figure comes from the
 * program itself; the text around the tables is written by hand. It takes about a minute.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRules } from '../lib/config/default-rules.ts';
import type { ObservedAnchor } from '../lib/core/geography/anchor.ts';
import { anchors } from '../lib/core/geography/anchors.ts';
import { AGES, type BacktestRow, backtestCountries } from '../lib/core/geography/backtest.ts';
import { METHOD, type Method } from '../lib/core/geography/method.ts';
import { createNowcaster } from '../lib/core/geography/nowcast.ts';
import type { PlaceCode } from '../lib/core/geography/place.ts';
import { placeRow } from '../lib/core/geography/place-report.ts';
import { chinaInWetSeason, OTHER, type Signal, type WorldPart } from '../lib/core/geography/signal.ts';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { daysBetween, parseDay } from '../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../lib/core/lenses/lens.ts';
import { isModelled } from '../lib/core/rules/rule-lens.ts';
import { replayRules } from '../lib/core/warnings/history.ts';
import { percent, percentRange } from '../lib/messages/format.ts';
import { headline } from '../lib/messages/headline.ts';

/** The last figures to compare with are of January 2022; the story ends with 2021. */
const ledger = shippedLedger().filter(({ day }) => day <= '2022-01-31');

const DAYS_A_MONTH = 30.4375;
const TREND_MONTHS = 3;
const DAMPING = 0.3;

/**
 * How a part moved over the three months up to an anchor, carried on and damped month by month; 0 where either
 * figure is 0 or there is none. Tried as a further signal and not kept.
 */
const dampedTrend: Signal = (anchor) => {
  const before = anchors
    .filter((one): one is ObservedAnchor => one.status === 'observed' && one.level === 'country')
    .filter(({ source, doubted }) => source.id === anchor.source.id && doubted.size === 0)
    .findLast(({ to }) => daysBetween(to, anchor.to) > (TREND_MONTHS - 0.5) * DAYS_A_MONTH);
  return (part, day) => {
    if (before === undefined) return 0;
    const [old, recent] = [shareIn(before, part), shareIn(anchor, part)];
    if (old === 0 || recent === 0) return 0;
    const months = daysBetween(before.to, anchor.to) / DAYS_A_MONTH;
    const age = Math.max(0, daysBetween(anchor.to, day)) / DAYS_A_MONTH;
    const carried = (DAMPING * (1 - DAMPING ** age)) / (1 - DAMPING);
    return (Math.log(recent / old) / months) * carried;
  };
};

function shareIn(anchor: ObservedAnchor, part: WorldPart): number {
  return part === OTHER ? anchor.other : (anchor.shares.get(part) ?? 0);
}

const VARIANTS: readonly (readonly [name: string, differs: Partial<Method>])[] = [
  ['as it is', {}],
  ['home places not likelier (odds 1)', { homeOdds: 1 }],
  ['home places 5 times likelier', { homeOdds: 5 }],
  ['home places 10 times likelier', { homeOdds: 10 }],
  ['no departure', { departure: 0 }],
  ['no home places at all: neither odds nor departure', { homeOdds: 1, departure: 0 }],
  ['no wet season', { signals: [] }],
  ['the damped trend of the anchors besides', { signals: [chinaInWetSeason(0.1), dampedTrend] }],
];

/** Days of the story, and places that it speaks of. */
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

const backtests = VARIANTS.map(([name, differs]) => ({
  name,
  rows: backtestCountries(ledger, { ...METHOD, ...differs }),
}));

writeTables('nowcast.md', {
  backtest: backtestTable(backtests[0]!.rows),
  variants: variantsTable(),
});
writeTables('story.md', {
  places: placesTable(),
  'replay as known then': replayTable('then'),
  'replay with hindsight': replayTable('now'),
});

function backtestTable(rows: readonly BacktestRow[]): readonly string[] {
  return table(
    ['anchor', 'year', 'share of', 'months', 'independent spans', 'nowcast', 'unchanged', 'ratio', 'in 95 %'],
    rows.map((row) => [
      ageText(row.ageMonths),
      `${row.year}${row.without.length === 0 ? '' : ` without ${row.without.join(', ')}`}`,
      row.measure === 'CN' ? 'China' : 'all',
      `${row.months}`,
      `${row.anchors}`,
      points(row.nowcast),
      points(row.unchanged),
      row.ratio.toFixed(2),
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
    (row) => row.ageMonths === age && row.year === year && row.measure === 'CN' && row.without.length === 0,
  )!.ratio;
}

function replayTable(knowledge: Knowledge): readonly string[] {
  const rules = defaultRules().filter(({ lens }) => isModelled(lens));
  const days = ledger.filter(({ day }) => day <= '2021-12-31');
  return table(
    ['day', 'what', 'share', '95 %'],
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
  return age === 'published' ? 'newest published' : `${age} mo`;
}

function points(fraction: number): string {
  return (fraction * 100).toFixed(1);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Puts each table between its two markers. */
function writeTables(file: string, tables: Readonly<Record<string, readonly string[]>>): void {
  const path = join(import.meta.dirname, file);
  let text = readFileSync(path, 'utf8');
  for (const [name, lines] of Object.entries(tables)) {
    const [start, end] = [`<!-- ${name}: written by npm run docs:nowcast -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${file} has no place for the table ${name}`);
    text = `${text.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`;
  }
  writeFileSync(path, text);
}
