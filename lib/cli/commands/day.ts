import type { Command } from '@commander-js/extra-typings';
import type { ClosedDay, DayCount } from '../../core/ledger/ledger.ts';
import { absentText, type LedgerView, newestClosed } from '../../core/ledger/ledger-view.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { UNKNOWN } from '../../core/pools/pool-id.ts';
import { poolName, registryVersion } from '../../core/pools/registry.ts';
import { knowingOf } from '../../core/shares/knowing.ts';
import { InputError } from '../../errors.ts';
import { counted, dayText } from '../../messages/format.ts';
import { dayArgument } from '../options.ts';
import { print } from '../output.ts';
import { withLedger } from '../with-ledger.ts';

/** `day [D]`: who mined the blocks of one day, closed or still open. */
export function addDayCommand(program: Command): void {
  program
    .command('day')
    .description('blocks of one UTC day by pool, closed or still open')
    .addArgument(dayArgument())
    .option('--json', 'one JSON document', false)
    .action(async (day, { json }) => {
      await withLedger(
        (view) => print('day', dayDocument(view, day ?? newestClosed(view)), json, countText),
        day,
      );
    });
}

function dayDocument({ ledger, open }: LedgerView, day: UtcDay) {
  const entry = ledger.find((candidate) => candidate.day === day);
  const openCount = open.find((candidate) => candidate.day === day);
  if (entry?.kind === 'closed') return documentOf(entry.count, true, knowing([entry]));
  if (openCount === undefined) throw new InputError([{ where: `day ${day}`, what: absentText(ledger, day) }]);
  const source = openCount.evidence.labelled > 0 ? 'recorded' : 'live';
  const asDay = { kind: 'closed', day, count: openCount, source, registry: null, revision: 0 } as const;
  return documentOf(openCount, false, knowing([asDay]));
}

function knowing(days: readonly ClosedDay[]) {
  return knowingOf(days, registryVersion, shippedBlockSource().labelledBy);
}

function documentOf(count: DayCount, closed: boolean, known: ReturnType<typeof knowing>) {
  const pools = [...count.pools]
    .filter(([pool]) => pool !== UNKNOWN)
    .map(([pool, blocks]) => ({ pool, blocks }))
    .sort((a, b) => b.blocks - a.blocks || (a.pool < b.pool ? -1 : 1));
  const { day, blocks, firstHeight, lastHeight } = count;
  return {
    day,
    closed,
    blocks,
    unknown: count.pools.get(UNKNOWN) ?? 0,
    firstHeight,
    lastHeight,
    pools,
    ...known,
  };
}

function countText({
  day,
  closed,
  blocks,
  unknown,
  firstHeight,
  lastHeight,
  pools,
  source,
}: ReturnType<typeof documentOf>): string {
  const label = source.labelledBy === null ? 'live' : `recorded, labelled by ${source.labelledBy}`;
  return [
    `${dayText(day)} (UTC, ${closed ? 'closed' : 'still open'}; ${label})`,
    blocks === 0 ? 'no block' : `${counted(blocks, 'block')}, heights ${firstHeight} to ${lastHeight}`,
    ...pools.map((row) => `${String(row.blocks).padStart(5)}  ${poolName(row.pool)} (${row.pool})`),
    ...(unknown > 0 ? [`${String(unknown).padStart(5)}  unknown`] : []),
  ].join('\n');
}
