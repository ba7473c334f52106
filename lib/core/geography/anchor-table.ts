import { type Fault, refuseFaults } from '../../errors.ts';
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
/** Binary fractions: 99.95 is still within the tolerance. */
const EPSILON = 1e-9;

/**
 * Parses a table of published figures.
 *
 * @throws InputError with every fault: shape first; then unknown places, sources and releases, shares outside
 *   0-100%, sums more than 0.05 point off, two tables of one source and period, a region without its country,
 *   a publication before the period's end.
 */
export function parseAnchorTable(value: unknown): AnchorTable {
  const table = parseInput(anchorTableSchema, value, WHERE);
  refuseFaults(tableFaults(table).map(({ where, what }) => ({ where: `${WHERE}: ${where}`, what })));
  return table;
}

/** Every fault that its shape does not show. */
function tableFaults(table: AnchorTable): readonly Fault[] {
  return [
    ...duplicates(table.sources, 'sources'),
    ...duplicates(table.releases, 'releases'),
    ...table.releases.flatMap(({ source }, index) =>
      table.sources.some(({ id }) => id === source)
        ? []
        : [{ where: `releases[${index}].source`, what: 'is no source of the table' }],
    ),
    ...datedFaults(table.primary, () => 'primary', 'primary'),
    ...table.primary.flatMap(({ sources }, index) =>
      sources
        .filter((source) => !table.sources.some(({ id, fitted }) => id === source && fitted))
        .map((source) => ({ where: `primary[${index}]`, what: `${source} is no fitted source` })),
    ),
    ...table.floors.flatMap(({ from, to, publishedOn }, index) => [
      ...(from <= to ? [] : [{ where: `floors[${index}].from`, what: 'is after the end of the period' }]),
      ...(to <= publishedOn
        ? []
        : [{ where: `floors[${index}].to`, what: `is after the publication on ${publishedOn}` }]),
    ]),
    ...table.anchors.flatMap((row, index) =>
      rowFaults(row, index, table).map(([field, what]) => ({ where: `anchors[${index}]${field}`, what })),
    ),
  ];
}

type RowFault = readonly [field: string, what: string];

function rowFaults(row: AnchorRow, index: number, table: AnchorTable): readonly RowFault[] {
  const faults: RowFault[] = [...placeFaults(row, table), ...figureFaults(row)];
  const release = table.releases.find(({ id }) => id === row.release);
  if (release === undefined) faults.push(['.release', 'is no release of the table']);
  else if (release.publishedOn < row.to)
    faults.push(['.to', `is after the publication on ${release.publishedOn}`]);
  if (row.from > row.to) faults.push(['.from', 'is after the end of the period']);

  const twin = table.anchors.findIndex((other, at) => at < index && sameTable(other, row, table));
  if (twin !== -1) faults.push(['', `covers the same period from the same source as anchors[${twin}]`]);

  const whole = wholePercent(row, table.anchors);
  if (whole === undefined) faults.push(['.country', 'has no share in a table of this release and period']);
  else if (figureFaults(row).length === 0) faults.push(...sumFaults(row, whole));
  return faults;
}

function placeFaults(row: AnchorRow, { regions }: AnchorTable): readonly RowFault[] {
  const known = (place: string) =>
    row.level === 'country' ? isCountry(place) : place in regions && place.startsWith(`${row.country}-`);
  const what = row.level === 'country' ? 'is no country' : `is no region of ${row.country} in the table`;
  return [
    ...(row.level === 'region' && !isCountry(row.country) ? [['.country', 'is no country'] as const] : []),
    ...Object.keys(row.percent).flatMap((place) =>
      known(place) ? [] : [[`.percent.${place}`, what] as const],
    ),
    ...(row.doubted ?? []).flatMap((place) =>
      place in row.percent ? [] : [['.doubted', `${place} has no figure`] as const],
    ),
  ];
}

function figureFaults({ percent, other }: AnchorRow): readonly RowFault[] {
  const all = [
    ...Object.entries(percent).map(([place, value]) => [`.percent.${place}`, value] as const),
    ['.other', other ?? 0] as const,
  ];
  return all.flatMap(([field, value]) =>
    value >= 0 && value <= 100 ? [] : [[field, 'expected 0 to 100 percent'] as const],
  );
}

function sumFaults(row: AnchorRow, whole: number): readonly RowFault[] {
  if (isAllZero(row)) {
    return row.level === 'region' ? [] : [['', 'every figure is 0: the world stands somewhere']];
  }
  const off = sumPercent(row) - whole;
  const tooFar =
    row.other === null ? off > TOLERANCE_POINTS + EPSILON : Math.abs(off) > TOLERANCE_POINTS + EPSILON;
  return tooFar
    ? [['', `adds up to ${sumPercent(row).toFixed(2)}, expected ${whole} within 0.05 point`]]
    : [];
}

/** One source and one split (of the world, or of one country) over periods that touch. */
function sameTable(a: AnchorRow, b: AnchorRow, { releases }: AnchorTable): boolean {
  const source = (row: AnchorRow) => releases.find(({ id }) => id === row.release)?.source ?? row.release;
  const split = (row: AnchorRow) => (row.level === 'region' ? row.country : '');
  return source(a) === source(b) && split(a) === split(b) && a.from <= b.to && b.from <= a.to;
}

function duplicates(rows: readonly { readonly id: string }[], where: string): readonly Fault[] {
  return rows.flatMap(({ id }, index) =>
    rows.findIndex((row) => row.id === id) < index
      ? [{ where: `${where}[${index}]`, what: `${id} is taken` }]
      : [],
  );
}
