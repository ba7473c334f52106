import type { Command } from '@commander-js/extra-typings';
import { type BacktestRow, backtestCountries, backtestedDays } from '../../core/geography/backtest.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import { registryVersion } from '../../core/pools/registry.ts';
import { knowingOf } from '../../core/shares/knowing.ts';
import { viewLedger } from '../../daily/view-ledger.ts';
import { percent } from '../../messages/format.ts';
import { print } from '../output.ts';

/** `backtest countries`: the model of machines against the figures that were published later. */
export function addBacktestCommand(program: Command): void {
  program
    .command('backtest')
    .description('how well the models would have done')
    .command('countries')
    .description('where machines stand, modelled, against the figures published of the same months later')
    .option('--json', 'one JSON document', false)
    .action(async ({ json }) => {
      print('backtest-countries', await backtestDocument(), json, backtestText);
    });
}

async function backtestDocument() {
  const { ledger } = await viewLedger(null);
  return {
    rows: backtestCountries(ledger),
    ...knowingOf(backtestedDays(ledger), registryVersion, shippedBlockSource().labelledBy),
  };
}

const COLUMNS = ['anchor', 'year', 'share of', 'without', 'months', 'spans', 'nowcast', 'unchanged', 'ratio'];

function backtestText({ rows, source }: Awaited<ReturnType<typeof backtestDocument>>): string {
  const table = [[...COLUMNS, 'in 95 %'], ...rows.map(cells)];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return [
    `Where machines stand: the model against CBECI's later figures (blocks ${source.kind}, labelled by ${source.labelledBy})`,
    ...table.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  ')),
    '',
    "Errors are mean points of the world's hash rate; of the whole world, half the sum over all places.",
    '"unchanged" takes the anchor as it stands. Spans that do not overlap are independent, the others are not.',
  ].join('\n');
}

/** A row as people read it. */
function cells(row: BacktestRow): readonly string[] {
  const { ageMonths, year, measure, without, months, anchors, nowcast, unchanged, ratio, coverage } = row;
  return [
    ageMonths === 'published' ? 'newest published' : `${ageMonths} month${ageMonths === 1 ? '' : 's'} old`,
    `${year}`,
    measure === 'CN' ? 'China' : 'all',
    without.length === 0 ? '' : without.map((month) => month.slice(2)).join(' '),
    `${months}`,
    `${anchors}`,
    (nowcast * 100).toFixed(1),
    (unchanged * 100).toFixed(1),
    ratio.toFixed(2),
    percent(coverage, 0),
  ];
}
