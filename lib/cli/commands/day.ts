import type { Command } from '@commander-js/extra-typings';
import type { DayCount } from '../../core/ledger/ledger.ts';
import { absenceReason, type LedgerView, newestClosed } from '../../core/ledger/ledger-view.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { UNKNOWN } from '../../core/pools/pool-id.ts';
import { poolName } from '../../core/pools/registry.ts';
import { type Provenance, provenanceOf } from '../../core/shares/provenance.ts';
import { InputError } from '../../errors.ts';
import { counted, dayText } from '../../messages/format.ts';
import { command, dayArgument } from '../options.ts';
import { print } from '../output.ts';
import { loadView } from '../world.ts';

/** `day [D]`: who mined one day's blocks; the day may still be open. */
export function addDayCommand(program: Command): void {
  command(program, 'day', 'blocks of one UTC day by pool, closed or still open')
    .addArgument(dayArgument())
    .action(async (day, { json }) => {
      const view = await loadView(day);
      print('day', dayDocument(view, day ?? newestClosed(view)), json, countText);
    });
}

function dayDocument({ ledger, open }: LedgerView, day: UtcDay) {
  const entry = ledger.find((candidate) => candidate.day === day);
  const openCount = open.find((candidate) => candidate.day === day);
  if (entry?.kind === 'closed') return documentOf(entry.count, true, provenanceOf([entry]));
  if (openCount === undefined)
    throw new InputError([{ where: `day ${day}`, what: absenceReason(ledger, day) }]);
  const source = openCount.evidence.labelled > 0 ? 'recorded' : 'live';
  const asDay = { kind: 'closed', day, count: openCount, source, registry: null, revision: 0 } as const;
  return documentOf(openCount, false, provenanceOf([asDay]));
}

function documentOf(count: DayCount, closed: boolean, known: Provenance) {
  const pools = [...count.pools]
    .filter(([pool]) => pool !== UNKNOWN)
    .map(([pool, blocks]) => ({ pool, blocks }))
    .sort((a, b) => b.blocks - a.blocks || (a.pool < b.pool ? -1 : 1));
  const { day, blocks, firstHeight, lastHeight } = count;
  const unknown = count.pools.get(UNKNOWN) ?? 0;
  return { day, closed, blocks, unknown, firstHeight, lastHeight, pools, ...known };
}

function countText(document: ReturnType<typeof documentOf>): string {
  const { day, closed, blocks, unknown, firstHeight, lastHeight, pools, source } = document;
  const label = source.labelledBy === null ? 'live' : `recorded, labelled by ${source.labelledBy}`;
  return [
    `${dayText(day)} (UTC, ${closed ? 'closed' : 'still open'}; ${label})`,
    blocks === 0 ? 'no block' : `${counted(blocks, 'block')}, heights ${firstHeight} to ${lastHeight}`,
    ...pools.map((row) => `${String(row.blocks).padStart(5)}  ${poolName(row.pool)} (${row.pool})`),
    ...(unknown > 0 ? [`${String(unknown).padStart(5)}  unknown`] : []),
  ].join('\n');
}
