import { type Command, Option } from '@commander-js/extra-typings';
import { MODELLED_LENSES } from '../../core/geography/modelled-lens.ts';
import { type PlaceShares, placeShares } from '../../core/geography/place-shares.ts';
import { type LedgerView, requireClosed } from '../../core/ledger/ledger-view.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import { parseDay, type UtcDay } from '../../core/ledger/utc-day.ts';
import { type Knowledge, LENSES, type Lens } from '../../core/lenses/lens.ts';
import { registryVersion } from '../../core/pools/registry.ts';
import { isModelled } from '../../core/rules/rule-lens.ts';
import type { HashRate } from '../../core/shares/hash-rate.ts';
import { knowingOf } from '../../core/shares/knowing.ts';
import { shareTable } from '../../core/shares/share-table.ts';
import { closedDaysOf, countWindow, throughLens, WINDOWS } from '../../core/shares/window.ts';
import { days, percent, whole } from '../../messages/format.ts';
import { anchorText } from '../anchor-text.ts';
import { print } from '../output.ts';
import { withLedger } from '../with-ledger.ts';

/** `shares --day D --window W --lens L`: shares with intervals, concentration and hash rate. */
export function addSharesCommand(program: Command): void {
  program
    .command('shares')
    .description('shares of a window of closed days, with 95 % intervals')
    .requiredOption('--day <day>', 'the day on which the window ends, YYYY-MM-DD')
    .addOption(
      new Option('--window <days>', 'length of the window').choices(WINDOWS.map(String)).default('7'),
    )
    .addOption(
      new Option(
        '--lens <lens>',
        'how blocks are grouped; or where machines stand, modelled: country, region',
      )
        .choices([...LENSES, ...MODELLED_LENSES] as const)
        .default('pool' as const),
    )
    .addOption(
      new Option(
        '--knowledge <k>',
        'template links and published figures as known by the day (then) or in hindsight (now)',
      )
        .choices(['then', 'now'] as const)
        .default('then' as const),
    )
    .option('--json', 'one JSON document', false)
    .action(async ({ day: text, window, lens, knowledge, json }) => {
      const day = parseDay(text, '--day');
      await withLedger((view) => {
        requireClosed(view, day);
        const at = { day, window: Number(window) };
        if (isModelled(lens))
          print('shares', placeShares(view, at, lens, knowledge, labelledBy()), json, placeSharesText);
        else print('shares', sharesDocument(view, at, lens, knowledge), json, sharesText);
      });
    });
}

function sharesDocument(
  { ledger }: LedgerView,
  { day, window }: { readonly day: UtcDay; readonly window: number },
  lens: Lens,
  knowledge: Knowledge,
) {
  const table = shareTable(ledger, countWindow(throughLens(ledger, lens, knowledge), day, window));
  const known = knowingOf(closedDaysOf(ledger, day, window), registryVersion, labelledBy());
  return { ...table, knowledge, ...known };
}

function labelledBy(): string {
  return shippedBlockSource().labelledBy;
}

function sharesText(document: ReturnType<typeof sharesDocument>): string {
  const {
    from,
    day,
    window,
    lens,
    blocks,
    unknown,
    missingDays,
    shares,
    top,
    nakamoto,
    hhi,
    gini,
    entropy,
    hashRate,
    source,
  } = document;
  const label = source.labelledBy === null ? source.kind : `${source.kind}, labelled by ${source.labelledBy}`;
  const width = Math.max(...shares.map(({ name }) => name.length), 7);
  const line = (name: string, count: number, rest: string) =>
    `${name.padEnd(width)}  ${String(count).padStart(6)}  ${percent(count / blocks).padStart(6)}  ${rest}`;
  return [
    `Shares by ${lens}, ${from} to ${day} (${window} days, ${whole(blocks)} blocks; ${label})`,
    ...(missingDays > 0
      ? [`${missingDays} of the ${window} days are not counted: the figures are of the others.`]
      : []),
    ...shares.map((row) => line(row.name, row.blocks, `${percent(row.low)} to ${percent(row.high)}`)),
    ...(unknown > 0 ? [line('unknown', unknown, '')] : []),
    '',
    `Largest together: ${top.map(({ n, share }) => `${n}: ${percent(share)}`).join(', ')}`,
    `Owners that hold more than half (Nakamoto): ${nakamoto.point ?? 'none'}, range ${nakamoto.low ?? 'none'} to ${nakamoto.high ?? 'none'}`,
    `HHI ${whole(hhi.low)} to ${whole(hhi.high)}, Gini ${gini?.toFixed(3) ?? 'none'}, entropy ${entropy?.toFixed(2) ?? 'none'} bits (unknown left out)`,
    hashRateLine(hashRate),
  ].join('\n');
}

function placeSharesText(document: PlaceShares): string {
  const { from, day, window, lens, blocks, knowledge, anchor, reason, shares, rest, top, hashRate, source } =
    document;
  const label = source.labelledBy === null ? source.kind : `${source.kind}, labelled by ${source.labelledBy}`;
  const rows = [...shares, ...rest];
  const width = Math.max(...rows.map(({ name }) => name.length), 7);
  return [
    `Machines by ${lens}, ${from} to ${day}: modelled ${knowledge === 'then' ? 'from figures published by the day' : 'with hindsight'}, on the pools of ${days(window)} (${whole(blocks)} blocks; ${label})`,
    anchor === null ? `No figure: ${reason}.` : `Rests on ${anchorText(anchor)}.`,
    ...new Set(rows.flatMap(({ reason: why }) => (why === null ? [] : [`Stale: ${why}.`]))),
    ...rows.map(
      (row) =>
        `${row.name.padEnd(width)}  ${percent(row.share).padStart(6)}  ${percent(row.low)} to ${percent(row.high)}${row.status === 'stale' ? '  stale' : ''}`,
    ),
    '',
    ...(top.length === 0
      ? []
      : [`Largest together: ${top.map(({ n, share }) => `${n}: ${percent(share)}`).join(', ')}`]),
    hashRateLine(hashRate),
  ].join('\n');
}

function hashRateLine(hashRate: HashRate | null): string {
  return hashRate === null
    ? 'Network hash rate: not known'
    : `Network hash rate: ${whole(hashRate.ehs)} EH/s (${whole(hashRate.low)} to ${whole(hashRate.high)})`;
}
