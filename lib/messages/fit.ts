import type { Block } from './layout.ts';
import { RenderError } from './render-error.ts';

/**
 * How many items of each block to show so that the message fits: as many whole items as possible, dropped in the order
 * that `Section` describes.
 *
 * @param fits whether the message fits with this many items of each block shown
 * @throws RenderError if title and footer alone, or with any one paragraph, do not fit
 */
export function fitBlocks(
  blocks: readonly Block[],
  fits: (shown: readonly number[]) => boolean,
): readonly number[] {
  const shown = blocks.map(({ items }) => items.length);
  for (const index of droppingOrder(blocks)) {
    if (fits(shown)) return shown;
    shown[index] = mostItems((items) => fits(shown.with(index, items)), (shown[index] ?? 0) - 1);
  }
  if (!fits(shown)) throw new RenderError('title and footer do not fit into a message');
  blocks.forEach(({ kind, items }, index) => {
    if (kind !== 'paragraph' || items.length === 0 || shown[index] !== 0) return;
    const alone = blocks.map((_, other) => (other === index ? 1 : 0));
    if (!fits(alone)) throw new RenderError(`paragraph ${index} does not fit into a message even alone`);
  });
  return shown;
}

function droppingOrder(blocks: readonly Block[]): readonly number[] {
  return blocks
    .map(({ kind, rank }, index) => ({ index, rank, paragraph: Number(kind === 'paragraph') }))
    .sort((a, b) => a.rank - b.rank || a.paragraph - b.paragraph || b.index - a.index)
    .map(({ index }) => index);
}

/** The largest number up to `limit` that fits, by bisection; 0 if none does. */
function mostItems(fits: (items: number) => boolean, limit: number): number {
  let low = 0;
  let high = Math.max(0, limit);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
