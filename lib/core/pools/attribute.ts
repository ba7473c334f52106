import { InputError } from '../../errors.ts';
import { createAddressBook } from './address-book.ts';
import { type PoolId, UNKNOWN } from './pool-id.ts';
import type { Pool } from './registry.ts';
import { createTagFinder, type FoundTags } from './tag-automaton.ts';

/** The miner's marks in a coinbase: tag and payout addresses. */
export type Coinbase = {
  /** scriptSig in hex, either case. */
  readonly coinbaseScript: string;
  /** Payout addresses in output order; '' for an output that pays no address. */
  readonly addresses: readonly string[];
  /** The value of each output in satoshi; omitted if the source does not give them. */
  readonly values?: readonly number[];
};

/** A tag or address in the registry, and the pool it identifies. */
export type Evidence = { readonly kind: 'address' | 'tag'; readonly match: string; readonly pool: PoolId };

/** Who mined a block, the evidence that decided it, and the evidence for other pools. */
export type Attribution = {
  readonly pool: PoolId;
  readonly by: {
    readonly kind: 'address' | 'tag' | 'none';
    readonly match: string | null;
    readonly conflicts: readonly Evidence[];
  };
};

/**
 * Builds the function that attributes a block to one of `pools`; their order is the last tie-breaker.
 *
 * The evidence is the script's leading tag (`createTagFinder`) and the payout addresses; later tags of other pools are
 * conflicts. If both agree, or only one is known, that decides, and the tag is named if both are known. If they
 * disagree, the address decides if no output is larger than its own, else the tag. Among known addresses of several
 * pools the larger output decides. If that is undecided (no values, or equal ones), the tag decides, and without a tag
 * the block is unknown. Results without a conflict are shared objects.
 *
 * @throws InputError (the built function) if the script is not hex or the number of values differs from that of
 *   addresses.
 */
export function createAttributor(pools: readonly Pool[]): (coinbase: Coinbase) => Attribution {
  const tags = pools.flatMap(({ id, tags }) =>
    tags.map((tag) => loneEvidence({ kind: 'tag', match: tag, pool: id })),
  );
  const findTags = createTagFinder(
    tags.map(({ evidence }) => ({ text: evidence.match, owner: evidence.pool })),
  );
  const addresses = new Map<string, LoneEvidence>();
  for (const { id, addresses: own } of pools) {
    for (const match of own) {
      if (!addresses.has(match)) addresses.set(match, loneEvidence({ kind: 'address', match, pool: id }));
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
    let decisive = found && tags[found.leading];
    for (const address of addresses) {
      const known = findAddress(address);
      if (known === undefined) continue;
      decisive ??= known;
      if (decisive.evidence.pool !== known.evidence.pool) return weighAll(coinbase, found);
    }
    return decisive?.attribution ?? UNATTRIBUTED;
  };
}

const UNATTRIBUTED: Attribution = freeze(UNKNOWN, 'none', null, []);

/** A piece of evidence, with the attribution it gives by itself. */
type LoneEvidence = { readonly evidence: Evidence; readonly attribution: Attribution };

function loneEvidence(evidence: Evidence): LoneEvidence {
  return { evidence, attribution: freeze(evidence.pool, evidence.kind, evidence.match, []) };
}

type Payout = { readonly evidence: Evidence; readonly value: number | undefined };

function knownPayouts(
  addresses: readonly string[],
  values: readonly number[] | undefined,
  findAddress: (address: string) => LoneEvidence | undefined,
): readonly Payout[] {
  return addresses.flatMap((address, at) => {
    const evidence = findAddress(address)?.evidence;
    return evidence === undefined ? [] : [{ evidence, value: values?.[at] }];
  });
}

/** Decides between pools if tags (leading one first) and known payouts disagree. */
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

/** The largest known payout; undefined if another pool's equals it or values are missing. */
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
