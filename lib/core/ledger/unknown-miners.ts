import { foldPoolName, UNKNOWN } from '../pools/pool-id.ts';
import type { VerifiedBlock } from './block.ts';

/** Blocks by unknown miners that share a tag or payout address. */
export type UnknownMiner = {
  readonly blocks: number;
  readonly heights: readonly number[];
  readonly tags: readonly string[];
  readonly addresses: readonly string[];
};

/** Readable text long enough to be a name. */
const READABLE = /[\x20-\x7e]{4,}/g;
/** Miners put their names between slashes. */
const BETWEEN_SLASHES = /\/[^/]{2,}\//;

/** Groups blocks by unknown miners that share a tag or the address of the largest payout, largest group first. */
export function clusterUnknown(blocks: readonly VerifiedBlock[]): readonly UnknownMiner[] {
  const clusters: { heights: number[]; tags: Set<string>; addresses: Set<string> }[] = [];
  for (const { height, pool, coinbase } of blocks) {
    if (pool !== UNKNOWN || coinbase === undefined) continue;
    const tags = new Set(tagsIn(coinbase.script));
    const addresses = new Set(largestPayout(coinbase.payouts));
    const meeting = clusters.filter(
      (one) => !one.tags.isDisjointFrom(tags) || !one.addresses.isDisjointFrom(addresses),
    );
    const joined = {
      heights: [...meeting.flatMap(({ heights }) => heights), height],
      tags: new Set([...meeting.flatMap((one) => [...one.tags]), ...tags]),
      addresses: new Set([...meeting.flatMap((one) => [...one.addresses]), ...addresses]),
    };
    clusters.splice(0, clusters.length, ...clusters.filter((one) => !meeting.includes(one)), joined);
  }
  return clusters
    .map(({ heights, tags, addresses }) => ({
      blocks: heights.length,
      heights: heights.sort((a, b) => a - b),
      tags: [...tags].sort(),
      addresses: [...addresses].sort(),
    }))
    .sort((a, b) => b.blocks - a.blocks || a.heights[0]! - b.heights[0]!);
}

/** An unknown miner with more of a week's blocks than this gets reported. */
const NOTABLE_SHARE = 0.02;

/** Unknown miners with over 2% of a week's blocks and no mark (tag or address) in `reported`, and all notable marks. */
export function notableMiners(
  blocks: readonly VerifiedBlock[],
  reported: ReadonlySet<string>,
): { readonly fresh: readonly UnknownMiner[]; readonly marks: readonly string[] } {
  const notable = clusterUnknown(blocks).filter((miner) => miner.blocks > NOTABLE_SHARE * blocks.length);
  return {
    fresh: notable.filter((miner) => !marksOf(miner).some((mark) => reported.has(mark))),
    marks: notable.flatMap(marksOf),
  };
}

function marksOf({ tags, addresses }: UnknownMiner): readonly string[] {
  return [...tags, ...addresses];
}

/** A registry row to complete once the miner is identified; the name is guessed from the tag. */
export function proposedRow({ tags, addresses }: UnknownMiner) {
  const name = (tags[0] ?? addresses[0] ?? '').replaceAll('/', '').trim();
  return { id: foldPoolName(name), name, tags, addresses };
}

/** The part of a coinbase script that reads like a name, if any. */
function tagsIn(script: string): readonly string[] {
  const readable = (Buffer.from(script, 'hex').toString('latin1').match(READABLE) ?? []).filter((text) =>
    /[a-z]{2}/i.test(text),
  );
  const named = readable.flatMap((text) => BETWEEN_SLASHES.exec(text)?.[0] ?? []);
  // Random bytes also form readable runs, but hardly ever of eight characters.
  const long = readable.filter((text) => text.length >= 8).map((text) => text.trim());
  return [...named, ...long].slice(0, 1);
}

function largestPayout(payouts: NonNullable<VerifiedBlock['coinbase']>['payouts']): readonly string[] {
  const sorted = payouts.toSorted((a, b) => (b.valueSats ?? 0) - (a.valueSats ?? 0));
  return sorted.slice(0, 1).map(({ address }) => address);
}
