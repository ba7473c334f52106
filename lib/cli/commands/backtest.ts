import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { type BacktestRow, backtestCountries, backtestedDays } from '../../core/geography/backtest.ts';
import { provenanceOf } from '../../core/shares/provenance.ts';
import { viewLedger } from '../../daily/view-ledger.ts';
import { percent } from '../../messages/format.ts';
import { aligned, backtestWarnings, backtestWarningsText } from '../backtest-warnings.ts';
import { choiceOption, command } from '../options.ts';
import { print } from '../output.ts';

/**
 * `backtest countries`: the machine model against figures published later. `backtest warnings`: simulates how often
 * rules and the detector fire falsely, and how fast they are.
 */
export function addBacktestCommand(program: Command): void {
  const backtest = program.command('backtest').description('test how well the models would have done');
  command(
    backtest,
    'countries',
    'compare the machine model with the figures published later for the same months',
  ).action(async ({ json }) => {
    print('backtest-countries', await backtestDocument(), json, backtestText);
  });
  command(
    backtest,
    'warnings',
    'simulate how often rules and the detector fire falsely, and how fast they are; takes minutes',
  )
    .option('--years <years>', 'years simulated at each true share', wholeNumber, 4_000)
    .option('--jumps <jumps>', 'simulated jumps of each kind', wholeNumber, 4_000)
    .addOption(
      choiceOption('--past', 'compare with counted days, or with a known share and pace', [
        'counted',
        'known',
      ]).default('counted' as const),
    )
    .action(async ({ years, jumps, past, json }) => {
      print('backtest-warnings', await backtestWarnings(years, jumps, past), json, backtestWarningsText);
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('Expected a whole number from 1 to 999999.');
  return Number(text);
}

async function backtestDocument() {
  const { ledger } = await viewLedger(null);
  return {
    rows: backtestCountries(ledger),
    ...provenanceOf(backtestedDays(ledger)),
  };
}

const COLUMNS = [
  'later figures of',
  'anchor',
  'year',
  'share of',
  'without',
  'months',
  'spans',
  'nowcast',
  'worst',
  'unchanged',
  'ratio',
  'trend',
  'loss alone',
  'in 95%',
  'width',
];

function backtestText({ rows, source }: Awaited<ReturnType<typeof backtestDocument>>): string {
  return [
    `Where machines stand: the model against figures published later (blocks ${source.kind}, labelled by ${source.labelledBy})`,
    ...aligned([COLUMNS, ...rows.map(cells)]),
    '',
    "Errors and widths are points of the world's hash rate; of the whole world, half the sum over all places.",
    '"unchanged" takes the anchor as it stands. Ratio, trend (the last six months carried on) and loss alone (what the',
    'network lost left China, and nothing else) are parts of its error. Spans that do not overlap are independent.',
  ].join('\n');
}

function cells(row: BacktestRow): readonly string[] {
  const { ageMonths, sources, measure, without } = row;
  const points = (fraction: number) => (fraction * 100).toFixed(1);
  return [
    row.target,
    `${sources.join(', ')}, ${ageMonths === 'published' ? 'newest published' : `${ageMonths} mo old`}`,
    `${row.year}`,
    { CN: 'China', US: 'United States', all: 'all' }[measure],
    without.map((month) => month.slice(2)).join(' '),
    `${row.months}`,
    `${row.anchors}`,
    points(row.nowcast),
    points(row.worst),
    points(row.unchanged),
    row.ratio.toFixed(2),
    row.trend.toFixed(2),
    row.lossAlone.toFixed(2),
    percent(row.coverage, 0),
    points(row.width),
  ];
}
