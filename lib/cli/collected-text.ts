import type { CaughtUp } from '../daily/catch-up.ts';
import type { Collected } from '../daily/collect-blocks.ts';

/** What came of collecting, for the operator. */
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

/** What came of the time that a run had left; nothing where nothing was left to do. */
export function caughtUpText({ daysFilled, blocksProven }: CaughtUp): readonly string[] {
  return [
    ...(daysFilled === 0 ? [] : [`${daysFilled} missing days filled`]),
    ...(blocksProven === 0 ? [] : [`${blocksProven} older coinbases proven`]),
  ];
}
