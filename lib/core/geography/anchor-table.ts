import { type Check, type Fault, faultsAmong, refuseFaults } from '../../errors.ts';
import { parseInput } from '../../schema.ts';
import { datedFaults } from '../lenses/dated.ts';
import {
  type AnchorRow,
  type AnchorTable,
  anchorTableSchema,
  isAllZero,
  sumPercent,
  wholePercent,
} from './anchor-row.ts';
import { isCountry } from './place.ts';

const WHERE = 'data/anchors.json';

/** How far a table's sum may be off, in percentage points: published figures are rounded. */
const TOLERANCE_POINTS = 0.05;
/** Binary rounding: 99.95 must still be within the tolerance. */
const EPSILON = 1e-9;

/**
 * Parses a table of published figures.
 *
 * @throws InputError with every fault: shape first; then unknown places, sources and releases, shares outside 0-100%,
 *   sums off by over 0.05 point, two tables of one source and period, a region without its country, a publication
 *   before the period's end.
 */
export function parseAnchorTable(value: unknown): AnchorTable {
  const table = parseInput(anchorTableSchema, value, WHERE);
  refuseFaults(tableFaults(table).map(({ where, what }) => ({ where: `${WHERE}: ${where}`, what })));
  return table;
}

function tableFaults(table: AnchorTable): readonly Fault[] {
  const { sources, releases, primary, floors, anchors } = table;
  const isSource = (source: string) => sources.some(({ id }) => id === source);
  const isFitted = (source: string) => sources.some(({ id, fitted }) => id === source && fitted);
  return [
    ...faultsAmong([
      ...idChecks(sources, 'sources'),
      ...idChecks(releases, 'releases'),
      ...releases.map(({ source }, index): Check => {
        return [isSource(source), `releases[${index}].source`, 'is not a source in the table'];
      }),
    ]),
    ...datedFaults(primary, () => 'primary', 'primary'),
    ...faultsAmong([
      ...primary.flatMap((row, index) =>
        row.sources.map((source): Check => {
          return [isFitted(source), `primary[${index}]`, `${source} is not a fitted source`];
        }),
      ),
      ...floors.flatMap(({ from, to, publishedOn }, index): readonly Check[] => [
        [from <= to, `floors[${index}].from`, 'is after the end of the period'],
        [to <= publishedOn, `floors[${index}].to`, `is after the publication on ${publishedOn}`],
      ]),
    ]),
    ...anchors.flatMap((row, index) => rowFaults(row, index, table)),
  ];
}

function rowFaults(row: AnchorRow, index: number, table: AnchorTable): readonly Fault[] {
  const at = `anchors[${index}]`;
  const release = table.releases.find(({ id }) => id === row.release);
  const duplicate = table.anchors.findIndex((other, place) => place < index && sameTable(other, row, table));
  const whole = wholePercent(row, table.anchors);
  const figures = faultsAmong(figureChecks(row, at));
  return [
    ...faultsAmong(placeChecks(row, table, at)),
    ...figures,
    ...faultsAmong([
      [release !== undefined, `${at}.release`, 'is not a release in the table'],
      [
        release === undefined || row.to <= release.publishedOn,
        `${at}.to`,
        `is after the publication on ${release?.publishedOn}`,
      ],
      [row.from <= row.to, `${at}.from`, 'is after the end of the period'],
      [duplicate === -1, at, `covers the same period from the same source as anchors[${duplicate}]`],
      [whole !== undefined, `${at}.country`, 'has no share in a table of this release and period'],
    ]),
    ...(whole === undefined || figures.length > 0 ? [] : faultsAmong([sumCheck(row, whole, at)])),
  ];
}

function placeChecks(row: AnchorRow, { regions }: AnchorTable, at: string): readonly Check[] {
  const known = (place: string) =>
    row.level === 'country' ? isCountry(place) : place in regions && place.startsWith(`${row.country}-`);
  const what =
    row.level === 'country' ? 'is not a country' : `is not a region of ${row.country} in the table`;
  return [
    [row.level === 'country' || isCountry(row.country), `${at}.country`, 'is not a country'],
    ...Object.keys(row.percent).map((place): Check => [known(place), `${at}.percent.${place}`, what]),
    ...(row.doubted ?? []).map(
      (place): Check => [place in row.percent, `${at}.doubted`, `${place} has no figure`],
    ),
  ];
}

function figureChecks({ percent, other }: AnchorRow, at: string): readonly Check[] {
  const named = Object.entries(percent).map(([place, value]) => [`percent.${place}`, value] as const);
  return [...named, ['other', other ?? 0] as const].map(([field, value]) => [
    value >= 0 && value <= 100,
    `${at}.${field}`,
    'expected 0 to 100 percent',
  ]);
}

function sumCheck(row: AnchorRow, whole: number, at: string): Check {
  if (isAllZero(row))
    return [row.level === 'region', at, 'every figure is 0, but the world must have machines somewhere'];
  const sum = sumPercent(row);
  const off = row.other === null ? sum - whole : Math.abs(sum - whole);
  const what = `adds up to ${sum.toFixed(2)}, expected ${whole} within 0.05 point`;
  return [off <= TOLERANCE_POINTS + EPSILON, at, what];
}

/** Whether two tables have the same source and split (of the world or of one country) and overlapping periods. */
function sameTable(a: AnchorRow, b: AnchorRow, { releases }: AnchorTable): boolean {
  const source = (row: AnchorRow) => releases.find(({ id }) => id === row.release)?.source ?? row.release;
  const split = (row: AnchorRow) => (row.level === 'region' ? row.country : '');
  return source(a) === source(b) && split(a) === split(b) && a.from <= b.to && b.from <= a.to;
}

function idChecks(rows: readonly { readonly id: string }[], where: string): readonly Check[] {
  return rows.map(({ id }, index) => {
    const isFirst = rows.findIndex((row) => row.id === id) === index;
    return [isFirst, `${where}[${index}]`, `${id} is already used`];
  });
}
