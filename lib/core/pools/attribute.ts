import { InputError } from '../../errors.ts';
import { createAddressBook } from './address-book.ts';
import { type PoolId, UNKNOWN } from './pool-id.ts';
import type { Pool } from './registry.ts';
import { createTagFinder, type FoundTags } from './tag-automaton.ts';

/** What a coinbase says about its miner. */
export type Coinbase = {
  /** The input script in hex, either case. */
  readonly coinbaseScript: string;
  /** Payout addresses in the order of the outputs; '' for an output that pays to no address. */
  readonly addresses: readonly string[];
  /** What each address got, in satoshi. Left out where the source does not say. */
  readonly values?: readonly number[];
};

/** A tag or address of the registry, and the pool it stands for. */
export type Evidence = { readonly kind: 'address' | 'tag'; readonly match: string; readonly pool: PoolId };

/** Who mined a block, what decided that, and the evidence for other pools. */
export type Attribution = {
  readonly pool: PoolId;
  readonly by: {
    readonly kind: 'address' | 'tag' | 'none';
    readonly match: string | null;
    readonly conflicts: readonly Evidence[];
  };
};

/**
 * Builds the function that says who mined a block, by `pools` in registry order, the last tie-breaker.
 *
 * The evidence is the leading tag of the script (`createTagFinder`) and the payout addresses; tags of other pools after
 * it are conflicts. Where both agree, or only one is known, that is the pool, and the tag is named where both are
 * known. Where they disagree, the address decides if no output is larger than its own, otherwise the tag. Of known
 * addresses of several pools, the larger output counts. Where that cannot be told (no values, or equal ones), the tag
 * decides, and without a tag the block is unknown. Results without a conflict are shared objects.
 *
 * @throws InputError (the built function) when the script is not hex or there is not one value per address.
 */
export function createAttributor(pools: readonly Pool[]): (coinbase: Coinbase) => Attribution {
  const tags = pools.flatMap(({ id, tags }) =>
    tags.map((tag) => sole({ kind: 'tag', match: tag, pool: id })),
  );
  const findTags = createTagFinder(
    tags.map(({ evidence }) => ({ text: evidence.match, owner: evidence.pool })),
  );
  const addresses = new Map<string, Sole>();
  for (const { id, addresses: own } of pools) {
    for (const match of own) {
      if (!addresses.has(match)) addresses.set(match, sole({ kind: 'address', match, pool: id }));
    }
  }
  const findAddress = createAddressBook(addresses);

  const weighAll = ({ addresses, values }: Coinbase, found: FoundTags | undefined): Attribution =>
    weigh(
      found === undefined ? [] : [found.leading, ...found.others].map((tag) => tags[tag]!.evidence),
      knownPayouts(addresses, values, findAddress),
      values,
    );

  return (coinbase) => {
    const { coinbaseScript, addresses, values } = coinbase;
    if (values !== undefined && values.length !== addresses.length) {
      throw new InputError([{ where: 'values', what: `expected one per address, ${addresses.length}` }]);
    }
    const found = findTags(coinbaseScript);
    if (found !== undefined && found.others.length > 0) return weighAll(coinbase, found);
    let speaker = found && tags[found.leading];
    for (const address of addresses) {
      const known = findAddress(address);
      if (known === undefined) continue;
      speaker ??= known;
      if (speaker.evidence.pool !== known.evidence.pool) return weighAll(coinbase, found);
    }
    return speaker?.attribution ?? NOBODY;
  };
}

const NOBODY: Attribution = freeze(UNKNOWN, 'none', null, []);

/** One piece of evidence, with the attribution that it gives on its own. */
type Sole = { readonly evidence: Evidence; readonly attribution: Attribution };

function sole(evidence: Evidence): Sole {
  return { evidence, attribution: freeze(evidence.pool, evidence.kind, evidence.match, []) };
}

type Payout = { readonly evidence: Evidence; readonly value: number | undefined };

function knownPayouts(
  addresses: readonly string[],
  values: readonly number[] | undefined,
  findAddress: (address: string) => Sole | undefined,
): readonly Payout[] {
  return addresses.flatMap((address, at) => {
    const evidence = findAddress(address)?.evidence;
    return evidence === undefined ? [] : [{ evidence, value: values?.[at] }];
  });
}

/** Decides where tags (the leading one first) and known payouts point to several pools. */
function weigh(
  tags: readonly Evidence[],
  payouts: readonly Payout[],
  values: readonly number[] | undefined,
): Attribution {
  const [tag] = tags;
  const payout = largerPayout(payouts);
  const most = payout?.value;
  const unsurpassed = most !== undefined && values?.every((value) => value <= most);
  const decisive =
    tag === undefined || (unsurpassed && payout?.evidence.pool !== tag.pool) ? payout?.evidence : tag;

  const all = [...tags, ...new Set(payouts.map(({ evidence }) => evidence))];
  const conflicts = all.filter(({ pool }) => pool !== decisive?.pool);
  return freeze(decisive?.pool ?? UNKNOWN, decisive?.kind ?? 'none', decisive?.match ?? null, conflicts);
}

/** The payout that counts: the largest, unless another pool's equals it or there are no values. */
function largerPayout(payouts: readonly Payout[]): Payout | undefined {
  const [first, ...others] = payouts.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const rival = others.find(({ evidence }) => evidence.pool !== first?.evidence.pool);
  if (rival === undefined) return first;
  return rival.value !== undefined && first?.value !== undefined && first.value > rival.value
    ? first
    : undefined;
}

function freeze(
  pool: PoolId,
  kind: Attribution['by']['kind'],
  match: string | null,
  conflicts: readonly Evidence[],
): Attribution {
  return Object.freeze({ pool, by: Object.freeze({ kind, match, conflicts: Object.freeze(conflicts) }) });
}
