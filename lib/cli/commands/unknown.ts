import type { Command } from '@commander-js/extra-typings';
import { isVerified } from '../../core/ledger/block.ts';
import { newestClosed } from '../../core/ledger/ledger-view.ts';
import { clusterUnknown, proposedRow } from '../../core/ledger/unknown-miners.ts';
import { addDays } from '../../core/ledger/utc-day.ts';
import { closedDaysOf } from '../../core/shares/window.ts';
import { InputError } from '../../errors.ts';
import { dayText } from '../../messages/format.ts';
import { loadSettings } from '../input.ts';
import { print } from '../output.ts';
import { hasStore, openStore } from '../world.ts';

/** How far back it looks. */
const DAYS = 90;

/** `unknown`: who mined the blocks that nobody can name, as far as they have something in common. */
export function addUnknownCommand(program: Command): void {
  program
    .command('unknown')
    .description(
      'unknown miners of the newest 90 days, grouped by tag and payout address, with a row to propose',
    )
    .option('--json', 'one JSON document', false)
    .action(async ({ json }) => print('unknown', await unknownDocument(), json, unknownText));
}

async function unknownDocument() {
  const settings = loadSettings();
  if (!hasStore(settings))
    throw new InputError([
      { where: 'unknown', what: 'no coinbases yet: run "daily" first, with live blocks' },
    ]);
  const store = await openStore(settings);
  try {
    const ledger = await store.ledger.loadDays();
    const day = newestClosed({ ledger });
    const from = addDays(day, 1 - DAYS);
    const live = closedDaysOf(ledger, day, DAYS).filter(({ source }) => source === 'live');
    const heights = live.flatMap(({ count }) => [count.firstHeight, count.lastHeight]);
    const blocks =
      live.length === 0 ? [] : await store.ledger.loadBlocks(Math.min(...heights), Math.max(...heights));
    const verified = blocks.filter(isVerified);
    const miners = clusterUnknown(verified).map((miner) => ({ ...miner, row: proposedRow(miner) }));
    return { from, to: day, liveDays: live.length, blocks: verified.length, miners };
  } finally {
    await store.close();
  }
}

function unknownText({
  from,
  to,
  liveDays,
  blocks,
  miners,
}: Awaited<ReturnType<typeof unknownDocument>>): string {
  const all = miners.reduce((sum, miner) => sum + miner.blocks, 0);
  return [
    `${dayText(from)} to ${dayText(to)}: ${all} of ${blocks} blocks on ${liveDays} live days are of miners that nobody can name.`,
    ...miners.flatMap(({ blocks: count, heights, row }) => [
      '',
      `${count} blocks, heights ${heights.slice(0, 5).join(', ')}${heights.length > 5 ? ' ...' : ''}`,
      `  proposed row: ${JSON.stringify(row)}`,
    ]),
  ].join('\n');
}
