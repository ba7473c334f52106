import { createAttributor } from './attribute.ts';
import { foldCase } from './fold-case.ts';
import { foldPoolName, type PoolId } from './pool-id.ts';
import type { Pool, Registry } from './registry.ts';
import { parseUpstream, type UpstreamPool } from './upstream.ts';

/** A tag or address; `matters` if it would change the attribution of some coinbase. */
export type Change = { readonly kind: 'tag' | 'address'; readonly match: string; readonly matters: boolean };

/** How an upstream list differs from our registry. Ids are ours; a new pool's is derived from its name. */
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
  /** Evidence now assigned to another pool than in our registry. Always matters. */
  readonly moved: readonly (Claim & { readonly from: string; readonly to: string })[];
  /** Evidence that the upstream list itself assigns to several pools. */
  readonly conflicts: readonly (Claim & { readonly pools: readonly string[] })[];
};

type Claim = { readonly kind: Change['kind']; readonly match: string };
type Claims = Pick<UpstreamPool, 'tags' | 'addresses'>;
type Pair = { readonly ours: Pool; readonly theirs: UpstreamPool };

/**
 * Compares our registry with a newer list in the format of mempool/mining-pools' `pools-v2.json`, named `where`. Pools
 * are matched by id, then by a current or former name, then by a shared tag or address (renamed). Entries our registry
 * has from another source are not expected in the list.
 *
 * @throws InputError with every fault in the list and its path.
 */
export function diffRegistry(registry: Registry, upstream: unknown, where: string): RegistryDiff {
  const theirs = parseUpstream(upstream, where);
  const { pairs, added, removed } = pairUp(registry.pools, theirs);
  const idOf = new Map(pairs.map((pair) => [pair.theirs, pair.ours.id as string]));
  const before = claimants(registry.pools, ({ id }) => id);
  const after = claimants(theirs, (pool) => idOf.get(pool) ?? pool.id);

  const moved = [...before].flatMap(([key, { claim, pools }]) => {
    const [from] = pools;
    const to = after.get(key)?.pools;
    return from === undefined || to === undefined || to.includes(from)
      ? []
      : [{ ...claim, from, to: to[0]! }];
  });
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

/** Matches our pools to theirs, each at most once, by ever weaker keys. */
function pairUp(ours: readonly Pool[], theirs: readonly UpstreamPool[]) {
  const pairs: Pair[] = [];
  const added = new Set(theirs);
  const removed = new Set(ours);
  const matchers: readonly ((pool: Pool | UpstreamPool) => readonly string[])[] = [
    ({ id }) => [id],
    (pool) => [pool.name, ...(('formerNames' in pool && pool.formerNames) || [])].map(foldPoolName),
    (pool) => claimsOf(pool).map(keyOf),
  ];
  for (const keysOf of matchers) {
    for (const mine of [...removed]) {
      const ourKeys = new Set(keysOf(mine));
      const match = [...added].find((pool) => keysOf(pool).some((key) => ourKeys.has(key)));
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

/** Which pools claim each tag or address. */
function claimants<P extends Claims>(pools: readonly P[], idOf: (pool: P) => string) {
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
