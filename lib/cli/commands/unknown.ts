import type { Command } from '@commander-js/extra-typings';
import { clusterUnknown, proposedRow } from '../../core/ledger/unknown-miners.ts';
import { counted, dayText, whole } from '../../messages/format.ts';
import { loadLiveBlocks, noLiveDaysText } from '../live-blocks.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

/** `unknown`: blocks of unknown miners, grouped by what their coinbases have in common. */
export function addUnknownCommand(program: Command): void {
  command(
    program,
    'unknown',
    'unknown miners of the newest 90 days, grouped by tag and payout address, with a row to propose',
  ).action(async ({ json }) => print('unknown', await unknownDocument(), json, unknownText));
}

async function unknownDocument() {
  const { labels, blocks, ...span } = await loadLiveBlocks('unknown');
  const miners = clusterUnknown(blocks).map((miner) => ({ ...miner, row: proposedRow(miner) }));
  return { ...span, blocks: blocks.length, miners };
}

function unknownText(document: Awaited<ReturnType<typeof unknownDocument>>): string {
  const { from, to, liveDays, blocks, miners } = document;
  const all = miners.reduce((sum, miner) => sum + miner.blocks, 0);
  return [
    liveDays === 0
      ? noLiveDaysText(from, to)
      : `${dayText(from)} to ${dayText(to)}: ${whole(all)} of ${counted(blocks, 'block')} on ${counted(liveDays, 'live day')} are by unknown miners.`,
    ...miners.flatMap(({ blocks: count, heights, row }) => [
      '',
      `${counted(count, 'block')}, ${count === 1 ? 'height' : 'heights'} ${heights.slice(0, 5).join(', ')}${heights.length > 5 ? ' ...' : ''}`,
      `  proposed row: ${JSON.stringify(row)}`,
    ]),
  ].join('\n');
}
