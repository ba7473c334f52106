import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import { BLOCKS_ON_TOP } from '../core/ledger/close-days.ts';
import type { ClosedDay, LedgerDay } from '../core/ledger/ledger.ts';
import { daysClosedBy } from '../core/ledger/update-ledger.ts';
import { dayOf, LAST_DAY, type UtcDay } from '../core/ledger/utc-day.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { withWitnesses } from './close-days.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { type LedgerStore, NEWEST_BLOCKS, RECENT_BLOCKS } from './ledger-store.ts';
import { createProver, type Prover, proveStored } from './verify-blocks.ts';

export type ProveDeps = Pick<CollectDeps, 'store' | 'sources' | 'attribute'>;

/** Blocks stored together: few, so an interrupted run loses few proofs. */
const BATCH = 10;

/** Blocks loaded on each side of a day, to show where it begins and that it is over. */
const BLOCKS_AROUND = 40;

/**
 * Proves every coinbase of a recent day for which a source has a proof: warnings must rest on what the chain commits
 * to.
 */
export async function proveDay(deps: ProveDeps, day: UtcDay): Promise<void> {
  const blocks = (await deps.store.loadNewestBlocks(RECENT_BLOCKS)).filter(isVerified);
  await proveBlocks(
    deps,
    createProver(deps.sources),
    blocks.filter(({ time }) => dayOf(time) === day),
    () => true,
  );
}

/**
 * Proves the coinbases that sampling skipped, newest first, while there is time and sources have proofs. Closed days
 * are recounted.
 *
 * @param since closed days before it are skipped.
 * @returns how many blocks were proven.
 */
export async function proveRest(deps: ProveDeps, since: UtcDay, hasTime: () => boolean): Promise<number> {
  const { store } = deps;
  const prover = createProver(deps.sources);
  let proven = 0;
  const newest = (await store.loadNewestBlocks(NEWEST_BLOCKS)).filter(isVerified);
  proven += await proveBlocks(deps, prover, newest.toReversed(), hasTime);
  const older = (await store.loadDays({ from: since, to: LAST_DAY })).filter(hasUnproven);
  for (const day of older.toReversed()) {
    if (!hasTime()) break;
    const { count } = day;
    const blocks = (await store.loadBlocks(count.firstHeight, count.lastHeight)).filter(isVerified);
    const done = await proveBlocks(deps, prover, blocks.toReversed(), hasTime);
    const unproven = blocks.filter(({ time, evidence }) => dayOf(time) === day.day && evidence === 'header');
    // A run killed between saving proofs and recounting leaves a day with too few.
    if (done > 0 || unproven.length < count.evidence.header) await recount(store, day);
    proven += done;
  }
  return proven;
}

/** Whether any coinbase of a closed day rests on a source's word alone. */
export function hasUnproven(day: LedgerDay): day is ClosedDay {
  return day.kind === 'closed' && day.source === 'live' && day.count.evidence.header > 0;
}

async function proveBlocks(
  { store, attribute }: ProveDeps,
  prover: Prover,
  blocks: readonly VerifiedBlock[],
  hasTime: () => boolean,
): Promise<number> {
  let proven: VerifiedBlock[] = [];
  const liars = new Set<string>();
  let count = 0;
  const save = async () => {
    // First, since a proven block no longer says who reported its coinbase.
    if (liars.size > 0) await saveLiars(store, liars);
    liars.clear();
    await store.saveBlocks(proven.toSorted((a, b) => a.height - b.height));
    proven = [];
  };
  for (const block of blocks.filter(
    ({ evidence, header }) => evidence === 'header' && header !== undefined,
  )) {
    if (!hasTime() || prover.isSpent()) break;
    const result = await proveStored(block, prover, attribute);
    if (result === null) continue;
    proven.push(result.block);
    if (!result.wasTold && block.toldBy !== undefined) liars.add(block.toldBy);
    count += 1;
    if (proven.length === BATCH) await save();
  }
  await save();
  return count;
}

async function saveLiars(store: LedgerStore, liars: ReadonlySet<string>): Promise<void> {
  const states = await store.loadSources();
  await store.saveSources(states.map((state) => ({ ...state, lied: state.lied || liars.has(state.name) })));
}

/** Closes a day again with its blocks as now known. */
async function recount(store: LedgerStore, { day, count }: ClosedDay): Promise<void> {
  const stored = await store.loadBlocks(
    Math.max(0, count.firstHeight - BLOCKS_AROUND),
    count.lastHeight + BLOCKS_AROUND + BLOCKS_ON_TOP,
  );
  const before = await store.loadDays({ from: day, to: day });
  const closed = daysClosedBy(before, stored.filter(isVerified), registryVersion);
  const own = closed.filter((one) => one.day === day);
  await store.saveDays(withWitnesses(own, await store.loadSources()));
}
