import { addDays, daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import type { CountryCode } from '../lenses/seats.ts';
import type { AnchorRow, AnchorSource, AnchorTable } from './anchor-row.ts';
import { isAllZero, sumPercent, tableOfCountry, wholePercent } from './anchor-row.ts';
import type { PlaceCode } from './place.ts';

const STALE_AFTER_MONTHS = 18;
export const DAYS_PER_MONTH = 30.4375;

/** What a table splits: the world into countries, or one country into regions. */
export type Scope =
  | { readonly level: 'country' }
  | { readonly level: 'region'; readonly country: CountryCode };

type Published = Scope & {
  /** Stable: source, period and scope. */
  readonly id: string;
  readonly source: AnchorSource;
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly publishedOn: UtcDay;
  /** As published, in percent of the world or, for most regions, of the country. */
  readonly percent: ReadonlyMap<PlaceCode, number>;
  /** Sum of the table as published, in percent, including the source's own line for the rest. */
  readonly sumPercent: number;
  /** Places whose published figure does not show what it should measure. */
  readonly doubted: ReadonlySet<PlaceCode>;
  readonly caveats: readonly string[];
  readonly addresses: readonly string[];
};

/** A table of published figures, normalised to the whole that it splits. */
export type ObservedAnchor = Published & {
  readonly status: 'observed';
  /** Fractions of the whole that the source measures: the world, unless `source.fitted` is false. */
  readonly shares: ReadonlyMap<PlaceCode, number>;
  /** What the source omits: `other` countries of the world, `elsewhere` in a country. */
  readonly other: number;
  /** Sum of shares and other: 1, or the country's share. */
  readonly whole: number;
};

/** A table in which every figure is 0: nothing was observed, so there are no shares. */
export type UnobservedAnchor = Published & { readonly status: 'not-observed' };

export type Anchor = ObservedAnchor | UnobservedAnchor;

/** The anchors of a valid table, in table order. */
export function toAnchors(table: AnchorTable): readonly Anchor[] {
  return table.anchors.map((row) => toAnchor(row, table));
}

function toAnchor(row: AnchorRow, { anchors, releases, sources }: AnchorTable): Anchor {
  const release = releases.find(({ id }) => id === row.release)!;
  const source = sources.find(({ id }) => id === release.source)!;
  const scope: Scope =
    row.level === 'region' ? { level: 'region', country: row.country } : { level: 'country' };
  const percent = new Map(Object.entries(row.percent) as [PlaceCode, number][]);
  const published: Published = {
    ...scope,
    id: [source.id, row.from, row.to, row.level === 'region' ? row.country : 'world'].join('/'),
    source,
    from: row.from,
    to: row.to,
    publishedOn: release.publishedOn,
    percent,
    sumPercent: sumPercent(row),
    doubted: new Set(row.doubted as PlaceCode[] | undefined),
    caveats: [...source.caveats, ...release.caveats, ...(row.note === undefined ? [] : [row.note])],
    addresses: release.addresses,
  };
  if (isAllZero(row)) return { ...published, status: 'not-observed' };

  const { whole, scale, rest } = normalise(row, anchors);
  const shares = new Map([...percent].map(([place, value]) => [place, value * scale]));
  return { ...published, status: 'observed', shares, other: rest * scale, whole };
}

/** The whole that a table splits, the value of one percent (both as fractions), and the percentage it omits. */
function normalise(
  row: AnchorRow,
  rows: readonly AnchorRow[],
): { readonly whole: number; readonly scale: number; readonly rest: number } {
  const parent = tableOfCountry(row, rows);
  const whole =
    row.level === 'region' && parent !== undefined
      ? (parent.percent[row.country] ?? 0) * normalise(parent, rows).scale
      : 1;
  const sum = sumPercent(row);
  if (row.other !== null) return { whole, scale: whole / sum, rest: row.other };
  const expected = wholePercent(row, rows) ?? sum;
  return { whole, scale: whole / Math.max(expected, sum), rest: Math.max(0, expected - sum) };
}

/** An anchor's shares in table order, then what it omits. */
export function publishedShares({ shares, other }: ObservedAnchor): readonly number[] {
  return [...shares.values(), other];
}

/** Days since an anchor's period ended; 0 inside the period. */
export function ageInDays({ to }: Anchor, day: UtcDay): number {
  return Math.max(0, daysBetween(to, day));
}

/** Mean months since an anchor's period ended; 0 inside the period. */
export function ageInMonths(anchor: Anchor, day: UtcDay): number {
  return ageInDays(anchor, day) / DAYS_PER_MONTH;
}

/** Eighteen months in days: how far from its own day a statement still applies. */
export const FRESH_DAYS = 548;

/** Whether an anchor's period ended more than 18 months before the end of a day. */
export function isStale({ to }: Pick<Anchor, 'to'>, day: UtcDay): boolean {
  const end = addDays(to, 1);
  const months = monthOf(day) - monthOf(end);
  return months > STALE_AFTER_MONTHS || (months === STALE_AFTER_MONTHS && day.slice(8) >= end.slice(8));
}

function monthOf(day: UtcDay): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
