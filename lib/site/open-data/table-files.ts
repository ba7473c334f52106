import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { once } from '../../memo.ts';
import type { Basis } from '../../messages/charts/chart.ts';
import { fileChart } from '../../messages/charts/page-chart.ts';
import type { NamedChart } from '../charts.ts';
import type { SiteFile } from '../site-file.ts';
import { basesOf, chartTable } from './chart-table.ts';
import { writeCsv } from './csv.ts';
import { LICENCE, METHODS, type Metadata, writeJson } from './documents.ts';
import { rowsOf, type Table, writeParquet } from './table.ts';

/** Metadata of a table besides its columns. */
type About = {
  /** Path of its files without the extension. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly day: UtcDay;
  readonly bases: readonly Basis[];
};

/** A chart's figures as CSV, the chart as SVG for embedding, and their metadata. */
export function chartFiles({ name, chart, drawing }: NamedChart): readonly SiteFile[] {
  const path = `v1/charts/${name}`;
  const table = once(() => chartTable(chart()));
  const about = () => ({ path, ...drawing(), day: chart().day, bases: basesOf(chart()) });
  return [
    { path: `${path}.csv`, body: () => writeCsv(table()) },
    { path: `${path}.svg`, body: () => fileChart(drawing()) },
    { path: `${path}.metadata.json`, body: () => writeMetadata(about(), table(), ['csv', 'svg']) },
  ];
}

/** A whole history as CSV and Parquet, with metadata. */
export function historyFiles(about: About, table: Table): readonly SiteFile[] {
  return [
    { path: `${about.path}.csv`, body: () => writeCsv(table) },
    { path: `${about.path}.parquet`, body: () => writeParquet(table) },
    {
      path: `${about.path}.metadata.json`,
      body: () => writeMetadata(about, table, ['csv', 'parquet']),
    },
  ];
}

function writeMetadata(
  { path, title, description, day, bases }: About,
  table: Table,
  ends: readonly string[],
): string {
  const name = path.split('/').at(-1)!;
  const [first, second] = [...new Set(bases.map(({ kind }) => kind))];
  const metadata: Metadata = {
    schema: 'hashtilt/metadata@1',
    name,
    title,
    description,
    day,
    kind: second === undefined ? first! : 'counted and modelled',
    evidence: bases.map(({ kind, what }) => `${kind}: ${what}`),
    columns: table.columns.map(({ cells: _, ...column }) => column),
    rows: rowsOf(table),
    files: ends.map((end) => `${name}.${end}`),
    method: METHODS,
    licence: LICENCE,
  };
  return writeJson(metadata);
}
