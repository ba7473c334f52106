import type { UnknownMiner } from '../core/ledger/unknown-miners.ts';
import type { CaughtUp } from '../daily/catch-up.ts';
import type { Collected } from '../daily/collect-blocks.ts';

/** The outcome of collecting blocks, for the operator. */
export function collectedText(collected: Collected): string {
  switch (collected.kind) {
    case 'live':
      return [
        `${collected.source}: ${collected.added} new blocks, ${collected.replaced} replaced`,
        ...collected.states.flatMap(({ fault }) => fault?.reason ?? []),
      ].join('; ');
    case 'off':
      return 'live blocks are switched off';
    case 'not-reached':
    case 'refused':
      return collected.reason;
  }
}

/** One line per unknown miner that has not been reported to the operator yet. */
export function newMinersText(miners: readonly UnknownMiner[]): readonly string[] {
  return miners.map(({ blocks, tags, addresses }) => {
    const known = [...tags, ...addresses].join(', ');
    return `an unknown miner found ${blocks} blocks in the last 7 days, more than 2%: ${known}; "unknown" proposes a row for the registry`;
  });
}

/** What a run did in its spare time: missing days filled, older coinbases proven; empty if neither. */
export function caughtUpText({ daysFilled, blocksProven }: CaughtUp): readonly string[] {
  return [
    ...(daysFilled === 0 ? [] : [`${daysFilled} missing days filled`]),
    ...(blocksProven === 0 ? [] : [`${blocksProven} older coinbases proven`]),
  ];
}
