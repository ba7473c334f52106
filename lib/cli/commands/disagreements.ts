import type { Command } from '@commander-js/extra-typings';
import { disagreementsOf } from '../../core/ledger/label-disagreements.ts';
import { poolName } from '../../core/pools/registry.ts';
import { counted, dayText, whole } from '../../messages/format.ts';
import { loadLiveBlocks, noLiveDaysText } from '../live-blocks.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

const MAX_HEIGHTS = 5;

/** `disagreements`: blocks that a source attributes to another pool than we do. */
export function addDisagreementsCommand(program: Command): void {
  command(
    program,
    'disagreements',
    'blocks of the newest 90 days that a source attributes to another pool than we do, by pool',
  ).action(async ({ json }) =>
    print('disagreements', await disagreementsDocument(), json, disagreementsText),
  );
}

async function disagreementsDocument() {
  const { labels, blocks, ...span } = await loadLiveBlocks('disagreements');
  return { ...span, blocks: blocks.length, ...disagreementsOf(blocks, labels) };
}

function disagreementsText(document: Awaited<ReturnType<typeof disagreementsDocument>>): string {
  const { from, to, liveDays, blocks, labelled, disagreements } = document;
  if (liveDays === 0) return noLiveDaysText(from, to);
  const differing = disagreements.reduce((sum, row) => sum + row.blocks, 0);
  const compared =
    labelled === 0
      ? `no source named the pool of any of the ${whole(blocks)} blocks on ${counted(liveDays, 'live day')}; only mempool.space and its instances do.`
      : `sources named a pool for ${whole(labelled)} of ${whole(blocks)} blocks on ${counted(liveDays, 'live day')}; for ${whole(differing)} it is not the one we name.`;
  return [
    `${dayText(from)} to ${dayText(to)}: ${compared}`,
    ...disagreements.flatMap(({ pool, label, blocks: count, heights }) => [
      '',
      `${poolName(pool)} according to us, ${poolName(label)} according to the source: ${heightsText(count, heights)}`,
    ]),
  ].join('\n');
}

function heightsText(blocks: number, heights: readonly number[]): string {
  const named = heights.slice(0, MAX_HEIGHTS).join(', ');
  return blocks === 1
    ? `1 block, height ${named}`
    : `${whole(blocks)} blocks, heights ${named}${blocks > MAX_HEIGHTS ? ' ...' : ''}`;
}
