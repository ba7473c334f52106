import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { ClosedDay, Ledger } from '../core/ledger/ledger.ts';
import { LAST_DAY, type UtcDay } from '../core/ledger/utc-day.ts';
import { SourceError } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import { withWitnesses } from './close-days.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { fillDays, storedAround } from './fill-days.ts';
import type { FollowDeps } from './save-page.ts';
import { createProver } from './verify-blocks.ts';

/**
 * Fills missing days, newest first, while there is time: walks down from the blocks above a gap and counts each
 * complete day. The next run continues from there. If a source fails, the next one takes over.
 *
 * @param since a counted day; gaps before it are ignored.
 * @returns how many days were filled.
 */
export async function fillHistory(deps: CollectDeps, since: UtcDay, hasTime: () => boolean): Promise<number> {
  const prover = createProver(deps.sources);
  let filled = 0;
  for (const source of deps.sources) {
    const follow = { ...deps, source, prover, done: { added: 0, replaced: 0 } };
    try {
      for (let before = -1; before < filled; ) {
        before = filled;
        await fillNewestHole(follow, since, hasTime, () => {
          filled += 1;
        });
      }
      return filled;
    } catch (error) {
      if (!(error instanceof SourceError || error instanceof HeaderCheckError)) throw error;
    }
  }
  return filled;
}

/** Fills the days of the newest gap while there is time. */
async function fillNewestHole(
  deps: FollowDeps,
  since: UtcDay,
  hasTime: () => boolean,
  onFilled: () => void,
): Promise<void> {
  const { store, source } = deps;
  const hole = newestHole(await store.loadDays({ from: since, to: LAST_DAY }));
  if (hole === null || !hasTime()) return;
  const run = await storedAround(deps, hole.height);
  if (run.length === 0) return;
  const known = await bridgeEpochs(store, source, run[0]!.height);
  const states = await store.loadSources();
  const withStates = (day: ClosedDay) => withWitnesses([day], states)[0] as ClosedDay;
  for await (const step of fillDays(deps, { run, known }, hole.days, withStates)) {
    if (step.kind === 'day' && step.closed !== undefined) onFilled();
    if (!hasTime()) return;
  }
}

/** The newest run of uncounted days, newest first, and the lowest height of the day after them. */
function newestHole(ledger: Ledger): { readonly days: readonly UtcDay[]; readonly height: number } | null {
  const newest = ledger.findLastIndex(({ kind }) => kind === 'missing');
  const above = ledger[newest + 1];
  if (newest < 0 || above?.kind !== 'closed') return null;
  const oldest = ledger.findLastIndex(({ kind }, index) => index < newest && kind !== 'missing') + 1;
  const days = ledger.slice(oldest, newest + 1).map(({ day }) => day);
  return { days: days.reverse(), height: above.count.firstHeight };
}
