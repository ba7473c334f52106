import type { Collected } from '../daily/collect-blocks.ts';

/** What came of collecting, for the operator. */
export function collectedText(collected: Collected): string {
  switch (collected.kind) {
    case 'live':
      return `${collected.source}: ${collected.added} new blocks, ${collected.replaced} replaced`;
    case 'off':
      return 'live blocks are switched off';
    case 'not-reached':
    case 'refused':
      return collected.reason;
  }
}
