import { epochBits, epochOf } from '../core/chain/epochs.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import type { SourceFault, SourceState } from '../core/ledger/source-state.ts';
import { type BlockSource, type ChainTip, SourceError } from './block-source.ts';
import { followChain } from './follow-chain.ts';
import { TIP_BLOCKS } from './ledger-store.ts';
import type { FollowDeps } from './save-page.ts';
import { createProver, type Prover } from './verify-blocks.ts';

export type CollectDeps = Pick<FollowDeps, 'store' | 'attribute' | 'random'> & {
  /** Most trusted first; empty if the operator turned live blocks off. */
  readonly sources: readonly BlockSource[];
};

/** The outcome of collecting. `reason`: why there are no live blocks, one line per source. */
export type Collected =
  | {
      readonly kind: 'live';
      readonly source: string;
      readonly added: number;
      readonly replaced: number;
      readonly states: readonly SourceState[];
    }
  | { readonly kind: 'off' }
  | {
      readonly kind: 'not-reached' | 'refused';
      readonly source: string;
      readonly reason: string;
      readonly states: readonly SourceState[];
    };

/**
 * Fetches, verifies, attributes and stores new blocks. Each source is asked for its tip, most trusted first, and blocks
 * the store still lacks are fetched from it. If it has a different branch, the branch with more work wins. Every source
 * is a witness for the others; each one's fault is stored under its name.
 */
export async function collectBlocks(deps: CollectDeps): Promise<Collected> {
  const { store, sources } = deps;
  if (sources.length === 0) return { kind: 'off' };
  const prover = createProver(sources);
  const results = await Array.fromAsync(sources, (source) => collectFrom(deps, source, prover));
  const run = (await store.loadNewestBlocks(TIP_BLOCKS)).filter(isVerified);
  const before = await store.loadSources();
  const states = results.map((result) => {
    const { name } = result.source;
    const lied = result.lied || before.some((state) => state.name === name && state.lied);
    return { ...stateOf(result, run, prover.faults.get(name)), lied };
  });
  await store.saveSources(states);
  const used =
    results.find(({ added }) => added > 0) ??
    results.find(({ fault }) => fault === null || fault.kind === 'pruned');
  if (used !== undefined) {
    const total = (part: 'added' | 'replaced') => results.reduce((sum, result) => sum + result[part], 0);
    return {
      kind: 'live',
      source: used.source.name,
      added: total('added'),
      replaced: total('replaced'),
      states,
    };
  }
  const refused = results.find(({ fault }) => fault?.kind === 'refused');
  const { source } = refused ?? results[0]!;
  const kind = refused === undefined ? 'not-reached' : 'refused';
  return { kind, source: source.name, reason: results.map(({ fault }) => fault!.reason).join('\n'), states };
}

/** How one source did in this run. */
type SourceResult = {
  readonly source: BlockSource;
  readonly tip: ChainTip | null;
  readonly added: number;
  readonly replaced: number;
  readonly fault: SourceFault | null;
  readonly lied: boolean;
};

async function collectFrom(deps: CollectDeps, source: BlockSource, prover: Prover): Promise<SourceResult> {
  let tip: ChainTip | null = null;
  const done = { added: 0, replaced: 0 };
  try {
    tip = await source.tip();
    const { isWeaker } = await followChain({ ...deps, source, prover, done }, tip);
    return { source, tip, ...done, fault: isWeaker ? weaker(source.name, tip) : null, lied: false };
  } catch (error) {
    const lied = error instanceof HeaderCheckError && error.check === 'merkle';
    return { source, tip, ...done, fault: faultOf(source, error), lied };
  }
}

function faultOf({ name }: BlockSource, error: unknown): SourceFault {
  if (error instanceof HeaderCheckError) {
    const isOtherNetwork = error.check === 'bits' && epochBits(epochOf(error.height)) !== undefined;
    const advice = isOtherNetwork ? "; it is on another network: name a source of Bitcoin's main one" : '';
    return { kind: 'refused', reason: `${name}: ${error.message}${advice}` };
  }
  if (!(error instanceof SourceError)) throw error;
  const { what, message } = error;
  return { kind: what === 'unfit' || what === 'pruned' ? what : 'out', reason: message };
}

/** The state of a source, compared with the chain stored after all sources were asked. */
function stateOf(
  { source, tip, fault }: Omit<SourceResult, 'lied'>,
  run: readonly VerifiedBlock[],
  badProof: HeaderCheckError | undefined,
): Omit<SourceState, 'lied'> {
  const { name, title } = source;
  const stored = tip && run.find(({ height }) => height === tip.height);
  const isOther = stored && stored.id !== tip.id;
  const agreed = stored && !isOther ? stored.height : null;
  const other = isOther ? otherBlock(name, tip, fault) : fault;
  const refused = badProof && ({ kind: 'refused', reason: `${name}: ${badProof.message}` } as const);
  const late = tip === null ? null : behind(name, tip.height, run.at(-1)?.height ?? tip.height);
  return { name, title, tip: tip?.height ?? null, agreed, fault: other ?? refused ?? late };
}

/** A source often lags a block or two; three take half an hour on average. */
const LAGGING_BLOCKS = 3;

function behind(name: string, height: number, newest: number): SourceFault | null {
  if (newest - height < LAGGING_BLOCKS) return null;
  const reason = `${name}: ends at block ${height}, ${newest - height} blocks behind another source`;
  return { kind: 'behind', reason };
}

/** The fault of a source whose tip differs from the stored block at that height. */
function otherBlock(name: string, tip: ChainTip, fault: SourceFault | null): SourceFault {
  if (fault === null) return weaker(name, tip);
  if (fault.kind !== 'out') return fault;
  const reason = `${name} names another block ${tip.height} and does not show it; ${fault.reason}`;
  return { kind: 'disputed', reason };
}

function weaker(name: string, { height, id }: ChainTip): SourceFault {
  return {
    kind: 'weaker',
    reason: `${name}: follows a branch with less work, up to block ${height} (${id})`,
  };
}
