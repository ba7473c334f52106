import { createAttributor } from './attribute.ts';
import { foldCase } from './fold.ts';
import { foldPoolName, type PoolId } from './pool-id.ts';
import type { Pool, Registry } from './registry.ts';
import { parseUpstream, type UpstreamPool } from './upstream.ts';

/** A tag or address; `matters` if some coinbase would be attributed to another pool for it. */
export type Change = { readonly kind: 'tag' | 'address'; readonly match: string; readonly matters: boolean };

/** How an upstream list differs from our registry. Ids are ours; of a new pool, what its name folds to. */
export type RegistryDiff = {
  readonly registry: string;
  readonly upstream: string;
  readonly added: readonly UpstreamPool[];
  readonly removed: readonly { readonly pool: PoolId; readonly name: string }[];
  readonly renamed: readonly { readonly pool: PoolId; readonly from: string; readonly to: string }[];
  readonly changed: readonly {
    readonly pool: PoolId;
    readonly added: readonly Change[];
    readonly removed: readonly Change[];
  }[];
  /** Evidence that now speaks for another pool than in our registry. Always matters. */
  readonly moved: readonly (Claim & { readonly from: string; readonly to: string })[];
  /** Evidence that the upstream list itself gives to several pools. */
  readonly conflicts: readonly (Claim & { readonly pools: readonly string[] })[];
};

type Claim = { readonly kind: Change['kind']; readonly match: string };
type Claims = Pick<UpstreamPool, 'tags' | 'addresses'>;
type Pair = { readonly ours: Pool; readonly theirs: UpstreamPool };

/**
 * Compares our registry with a newer list in the form of mempool/mining-pools' `pools-v2.json`, whose name is `where`.
 * Pools are the same by id, by a present or former name, or else by a tag or address they share (then renamed). What
 * our registry has from another source is not expected there. @throws InputError with every fault of the list and its
 * path.
 */
export function diffRegistry(registry: Registry, upstream: unknown, where: string): RegistryDiff {
  const theirs = parseUpstream(upstream, where);
  const { pairs, added, removed } = pairUp(registry.pools, theirs);
  const idOf = new Map(pairs.map((pair) => [pair.theirs, pair.ours.id as string]));
  const before = owners(registry.pools, ({ id }) => id);
  const after = owners(theirs, (pool) => idOf.get(pool) ?? pool.id);

  const moved = [...before].flatMap(
    ([
      key,
      {
        claim,
        pools: [from],
      },
    ]) => {
      const to = after.get(key)?.pools;
      return from === undefined || to === undefined || to.includes(from)
        ? []
        : [{ ...claim, from, to: to[0]! }];
    },
  );
  const isMoved = new Set(moved.map(keyOf));
  const attributeNow = createAttributor(registry.pools);
  const attributeThen = createAttributor(
    theirs.map((pool) => ({ ...pool, id: (idOf.get(pool) ?? pool.id) as PoolId })),
  );

  const changed = pairs.map(({ ours, theirs }) => {
    const missingFrom = (other: Claims, attribute: typeof attributeNow) => {
      const others = new Set(claimsOf(other).map(keyOf));
      return (claim: Claim): readonly Change[] =>
        others.has(keyOf(claim)) || isMoved.has(keyOf(claim))
          ? []
          : [{ ...claim, matters: attribute(loneCoinbase(claim)).pool !== ours.id }];
    };
    return {
      pool: ours.id,
      added: claimsOf(theirs).flatMap(missingFrom(ours, attributeNow)),
      removed: claimsOf(ours).flatMap(missingFrom(theirs, attributeThen)),
    };
  });

  return {
    registry: registry.version,
    upstream: where,
    added,
    removed: removed.filter(({ source }) => source === undefined).map(({ id, name }) => ({ pool: id, name })),
    renamed: pairs
      .filter(({ ours, theirs }) => ![ours.name, ...(ours.formerNames ?? [])].includes(theirs.name))
      .map(({ ours, theirs }) => ({ pool: ours.id, from: ours.name, to: theirs.name })),
    changed: changed.filter(({ added, removed }) => added.length + removed.length > 0),
    moved,
    conflicts: [...after.values()].flatMap(({ claim, pools }) =>
      pools.length > 1 ? [{ ...claim, pools }] : [],
    ),
  };
}

/** Pairs our pools with theirs, each at most once, by ever weaker signs. */
function pairUp(ours: readonly Pool[], theirs: readonly UpstreamPool[]) {
  const pairs: Pair[] = [];
  const added = new Set(theirs);
  const removed = new Set(ours);
  const signs: readonly ((pool: Pool | UpstreamPool) => readonly string[])[] = [
    ({ id }) => [id],
    (pool) => [pool.name, ...(('formerNames' in pool && pool.formerNames) || [])].map(foldPoolName),
    (pool) => claimsOf(pool).map(keyOf),
  ];
  for (const signsOf of signs) {
    for (const mine of [...removed]) {
      const mySigns = new Set(signsOf(mine));
      const match = [...added].find((pool) => signsOf(pool).some((sign) => mySigns.has(sign)));
      if (match === undefined) continue;
      pairs.push({ ours: mine, theirs: match });
      removed.delete(mine);
      added.delete(match);
    }
  }
  return { pairs, added: [...added], removed: [...removed] };
}

function claimsOf({ tags, addresses }: Claims): readonly Claim[] {
  return [
    ...tags.map((match) => ({ kind: 'tag', match }) as const),
    ...addresses.map((match) => ({ kind: 'address', match }) as const),
  ];
}

function keyOf({ kind, match }: Claim): string {
  return kind === 'tag' ? `tag ${foldCase(match)}` : `address ${match}`;
}

/** Which pools claim a tag or address. */
function owners<P extends Claims>(pools: readonly P[], idOf: (pool: P) => string) {
  const found = new Map<string, { readonly claim: Claim; readonly pools: string[] }>();
  for (const pool of pools) {
    for (const claim of claimsOf(pool)) {
      const entry = found.get(keyOf(claim)) ?? { claim, pools: [] };
      entry.pools.push(idOf(pool));
      found.set(keyOf(claim), entry);
    }
  }
  return found;
}

function loneCoinbase({ kind, match }: Claim) {
  return kind === 'tag'
    ? { coinbaseScript: Buffer.from(match).toString('hex'), addresses: [] }
    : { coinbaseScript: '', addresses: [match] };
}
