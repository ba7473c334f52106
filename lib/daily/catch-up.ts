import type { CollectDeps } from './collect-blocks.ts';
import { fillHistory } from './fill-history.ts';
import { proveRest } from './prove-blocks.ts';

/** What a run did in the time it had left. */
export type CaughtUp = {
  readonly daysFilled: number;
  readonly blocksProven: number;
  /** Whether days are still missing that a source delivers. */
  readonly hasMore: boolean;
};

export const NOTHING_CAUGHT_UP: CaughtUp = { daysFilled: 0, blocksProven: 0, hasMore: false };

/**
 * Uses the time that a run has left: fills missing days, the newest first, then proves blocks of which only a sample
 * was proven.
 */
export async function catchUp(deps: CollectDeps, hasTime: () => boolean): Promise<CaughtUp> {
  const daysFilled = await fillHistory(deps, hasTime);
  const hasMore = !hasTime();
  const blocksProven = await proveRest(deps, hasTime);
  return { daysFilled, blocksProven, hasMore: hasMore && daysFilled > 0 };
}
