import { foldCase } from './fold-case.ts';
import type { PoolId } from './pool-id.ts';
import { type Pool, parseRegistry, type Registry } from './registry.ts';
import type { RegistryDiff } from './registry-diff.ts';

/**
 * Adds the new pools, tags, addresses and names of a newer list dated `of` (`YYYY-MM-DD`) to a registry. Nothing is
 * removed, since old blocks still carry it, and what moved between pools stays, for a person to decide.
 *
 * @throws InputError if a tag or address would belong to two pools.
 */
export function updateRegistry(registry: Registry, diff: RegistryDiff, of: string): Registry {
  const [first, ...sources] = registry.sources;
  const renamed = new Map(diff.renamed.map(({ pool, to }) => [pool, to]));
  const gained = new Map(diff.changed.map(({ pool, added }) => [pool, added]));
  const pools = registry.pools.map((pool): Pool => {
    const name = renamed.get(pool.id) ?? pool.name;
    const added = gained.get(pool.id) ?? [];
    const of = (kind: 'tag' | 'address') =>
      added.filter((one) => one.kind === kind).map(({ match }) => match);
    return {
      ...pool,
      name,
      ...(name === pool.name ? {} : { formerNames: [...(pool.formerNames ?? []), pool.name] }),
      tags: [
        ...pool.tags,
        ...of('tag').filter((tag) => !pool.tags.some((own) => foldCase(own) === foldCase(tag))),
      ],
      addresses: [...pool.addresses, ...of('address')],
    };
  });
  const added = diff.added.map(
    ({ id, name, tags, addresses }): Pool => ({ id: id as PoolId, name, tags, addresses }),
  );
  return parseRegistry(
    {
      version: `${of}.1`,
      sources: [{ ...first!, name: `mempool/mining-pools, pools-v2.json of ${of}` }, ...sources],
      pools: [...pools, ...added],
    },
    'the registry',
  );
}

/** Serialises a registry for its file: one source or pool per line, so that diffs read well. */
export function registryText({ version, sources, pools }: Registry): string {
  const lines = (rows: readonly object[]) => rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  return `{\n  "version": ${JSON.stringify(version)},\n  "sources": [\n${lines(sources)}\n  ],\n  "pools": [\n${lines(pools)}\n  ]\n}\n`;
}
