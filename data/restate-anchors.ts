/**
 * Restates published figures on the location of hash rate as rows of data/anchors.json:
 *
 *   node data/restate-anchors.ts FOLDER
 *
 * FOLDER holds cbeci-countries-monthly.csv, cbeci-china-provinces-monthly.csv, cbeci-us-states-2021-12.csv and
 * reported-shares.json. Sources, releases, names and rows of other releases in the table stay unchanged.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnchorRow } from '../lib/core/geography/anchor-row.ts';
import { addDays, parseDay, type UtcDay } from '../lib/core/ledger/utc-day.ts';
import type { CountryCode } from '../lib/core/lenses/seats.ts';

const TABLE = 'data/anchors.json';

const CODES: Readonly<Record<string, string>> = {
  'Mainland China': 'CN',
  China: 'CN',
  'Russian Federation': 'RU',
  Russia: 'RU',
  'United States': 'US',
  Malaysia: 'MY',
  'Iran, Islamic Rep.': 'IR',
  Kazakhstan: 'KZ',
  Canada: 'CA',
  'Germany *': 'DE',
  'Ireland *': 'IE',
  Paraguay: 'PY',
  Norway: 'NO',
  'United Arab Emirates': 'AE',
  Oman: 'OM',
  Ethiopia: 'ET',
  'Sichuan (CN)': 'CN-SC',
};

const CHINA: Readonly<Record<string, string>> = {
  Sichuan: 'CN-SC',
  Xinjiang: 'CN-XJ',
  Yunnan: 'CN-YN',
  'Nei Mongol': 'CN-NM',
  Gansu: 'CN-GS',
  Beijing: 'CN-BJ',
  Shanxi: 'CN-SX',
  Qinghai: 'CN-QH',
};

const STATES: Readonly<Record<string, string>> = {
  Georgia: 'US-GA',
  Texas: 'US-TX',
  Kentucky: 'US-KY',
  'New York': 'US-NY',
  California: 'US-CA',
  'North Carolina': 'US-NC',
  Nebraska: 'US-NE',
  Washington: 'US-WA',
  Colorado: 'US-CO',
};

/** CBECI's releases and the newest month in each. */
const CBECI = [
  ['cbeci-1', '2020-04'],
  ['cbeci-2', '2021-04'],
  ['cbeci-3', '2021-08'],
  ['cbeci-4', '2022-01'],
] as const;

/** Release and period by the date given in the reports. */
const REPORTED: Readonly<Record<string, readonly [release: string, from: string, to: string]>> = {
  '2019-06': ['coinshares-2019-06', '2019-06-01', '2019-06-30'],
  '2019-12': ['coinshares-2019-12', '2019-12-01', '2019-12-31'],
  '2024-06..2024-09': ['cambridge-survey-2025', '2024-06-01', '2024-09-30'],
  '2025-05-27': ['hashrate-index-2025-q2', '2025-04-01', '2025-05-27'],
  '2025-Q3': ['hashrate-index-2025-q3', '2025-07-01', '2025-07-12'],
  '2025-Q4': ['hashrate-index-2025-q4', '2025-10-01', '2025-10-31'],
};

/** Machines in China reported no location after the ban, as Cambridge's own 22.3% of September shows. */
const HIDING = new Set(['2021-07', '2021-08']);

type Figure = readonly [name: string, percent: number];
type Reported = { readonly rows: readonly { readonly as_of: string; readonly shares: object }[] };

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node data/restate-anchors.ts FOLDER');

const countries = tables('cbeci-countries-monthly.csv').map(([month, figures]): AnchorRow => {
  const row = { ...cbeci(month), level: 'country', ...named(figures, CODES) } as const;
  if (!HIDING.has(month)) return row;
  return {
    ...row,
    doubted: ['CN'],
    note: 'China at 0% is machines that hid or reported no location, not absence.',
  };
});
const provinces = tables('cbeci-china-provinces-monthly.csv').map(([month, figures]) =>
  regions(month, 'CN', named(figures, CHINA)),
);
const states = tables('cbeci-us-states-2021-12.csv').map(([month, figures]) =>
  regions(month, 'US', named(figures, STATES)),
);
const reports = (JSON.parse(read('reported-shares.json')) as Reported).rows.flatMap(({ as_of, shares }) => {
  const [release, from, to] = REPORTED[as_of] ?? unknown('report', as_of);
  const period = { release, from: parseDay(from), to: parseDay(to) };
  const percents = Object.entries(named(Object.entries(shares), CODES).percent);
  const part = (wanted: (place: string) => boolean) =>
    Object.fromEntries(percents.filter(([place]) => wanted(place)));
  const row: AnchorRow = {
    ...period,
    level: 'country',
    percent: part((place) => !isRegion(place)),
    other: null,
  };
  const ofChina = part(isRegion);
  if (Object.keys(ofChina).length === 0) return [row];
  return [row, { ...period, level: 'region', country: 'CN', of: 'world', percent: ofChina, other: null }];
});

const table = JSON.parse(readFileSync(TABLE, 'utf8')) as { readonly anchors: readonly AnchorRow[] };
const restated = [...countries, ...provinces, ...states, ...(reports as AnchorRow[])];
const releases = new Set(restated.map(({ release }) => release));
const anchors = [...restated, ...table.anchors.filter(({ release }) => !releases.has(release))];
writeFileSync(TABLE, text({ ...table, anchors: anchors.sort(byPeriod) }));
console.error(`${restated.length} rows restated, ${anchors.length} in the table`);

function cbeci(month: string) {
  const [release] = CBECI.find(([, newest]) => month <= newest) ?? unknown('month', month);
  const from = parseDay(`${month}-01`);
  return { release, from, to: lastOfMonth(from) };
}

function regions(month: string, country: string, figures: ReturnType<typeof named>): AnchorRow {
  return { ...cbeci(month), level: 'region', country: country as CountryCode, of: 'country', ...figures };
}

/** Percentages by place code, and the source's own line for the rest. */
function named(figures: readonly Figure[], codes: Readonly<Record<string, string>>) {
  const places = figures.filter(([name]) => name !== 'Other').sort((a, b) => b[1] - a[1]);
  return {
    percent: Object.fromEntries(
      places.map(([name, value]) => [codes[name] ?? unknown('place', name), value]),
    ),
    other: figures.find(([name]) => name === 'Other')?.[1] ?? null,
  };
}

/** Figures of a monthly CSV file with the columns month, place and percent. */
function tables(name: string): readonly (readonly [month: string, figures: readonly Figure[]])[] {
  const rows = read(name)
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => /^(\d{4}-\d{2})-01,(?:"([^"]*)"|([^,]*)),([\d.]+)/.exec(line) ?? unknown('line', line));
  const months = Map.groupBy(rows, ([, month]) => month!);
  return [...months].map(([month, lines]) => [
    month,
    lines.map(([, , quoted, plain, percent]): Figure => [quoted ?? plain!, Number(percent)]),
  ]);
}

function read(name: string): string {
  return readFileSync(join(folder!, name), 'utf8');
}

function lastOfMonth(first: UtcDay): UtcDay {
  return addDays(parseDay(`${addDays(first, 31).slice(0, 7)}-01`), -1);
}

function isRegion(place: string): boolean {
  return place.includes('-');
}

function byPeriod(a: AnchorRow, b: AnchorRow): number {
  const key = (row: AnchorRow) => `${row.from} ${row.release} ${row.level === 'region' ? row.country : ''}`;
  return key(a) < key(b) ? -1 : 1;
}

function unknown(what: string, value: string): never {
  throw new Error(`unknown ${what}: ${value}`);
}

/** One row per line, so that a diff shows the changed figures. */
function text(fields: object): string {
  const lines = Object.entries(fields).map(([name, value]) => {
    const rows = Array.isArray(value)
      ? `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]`
      : undefined;
    return `"${name}":${rows ?? JSON.stringify(value)}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
