import * as z from 'zod/mini';
import shipped from '../../../data/registry.json' with { type: 'json' };
import { nonBlank, parseInput } from '../../schema.ts';
import { foldCase } from './fold-case.ts';
import { foldPoolName, type PoolId, poolId, poolIdSchema, UNKNOWN } from './pool-id.ts';

const poolSchema = z.strictObject({
  id: poolIdSchema.check(
    z.refine((id) => id !== UNKNOWN, `"${UNKNOWN}" is reserved for unattributed blocks`),
  ),
  name: nonBlank,
  formerNames: z.optional(z.readonly(z.array(nonBlank))),
  tags: z.readonly(z.array(nonBlank)),
  addresses: z.readonly(z.array(nonBlank)),
  /** Where the entry comes from, if not the list named first in `sources`. */
  source: z.optional(z.url()),
  note: z.optional(nonBlank),
});

const registrySchema = z.strictObject({
  version: z
    .string()
    .check(z.regex(/^\d{4}-\d\d-\d\d\.\d+$/, 'expected the date of the list and our revision of it')),
  sources: z.readonly(
    z.array(z.strictObject({ name: nonBlank, url: z.url(), licence: nonBlank, note: nonBlank })),
  ),
  pools: z.readonly(
    z.array(poolSchema).check(({ value, issues }) => {
      for (const { path, message } of duplicates(value))
        issues.push({ code: 'custom', input: value, path, message });
    }),
  ),
});

export type Pool = Readonly<z.output<typeof poolSchema>>;

/** The known tags and addresses by pool. The order of pools is the last tie-breaker of attribution. */
export type Registry = Readonly<z.output<typeof registrySchema>>;

/**
 * Parses a registry. @throws InputError with every fault: wrong shapes, repeated ids, tags (case folded), addresses.
 */
export function parseRegistry(value: unknown, where: string): Registry {
  return parseInput(registrySchema, value, where);
}

export const registry: Registry = parseRegistry(shipped, 'data/registry.json');

/** Version of the shipped registry: the upstream list's date, then our revision of it. */
export const registryVersion: string = registry.version;

const names: ReadonlyMap<string, string> = new Map(registry.pools.map(({ id, name }) => [id, name]));

/** Whether the shipped registry has a pool with this id. The bucket of unknown blocks is not a pool. */
export function isKnownPool(id: string): boolean {
  return names.has(id);
}

/** A pool's display name; the id itself for unknown and for pools of another registry. */
export function poolName(id: PoolId): string {
  return names.get(id) ?? id;
}

const ids: ReadonlyMap<string, PoolId> = new Map(
  registry.pools.flatMap(({ id, name, formerNames = [] }) =>
    [...formerNames, name].map((one) => [foldPoolName(one), id]),
  ),
);

/** The id of the pool with this current or former name; otherwise the id derived from it, undefined if ''. */
export function poolIdOfName(name: string): PoolId | undefined {
  const folded = foldPoolName(name);
  return ids.get(folded) ?? (folded === '' ? undefined : poolId(folded));
}

function duplicates(pools: readonly Pool[]) {
  const owners = new Map<string, string>();
  return pools.flatMap(({ id, name, tags, addresses }, index) =>
    [
      { what: 'an id', key: id, path: [index, 'id'] },
      ...tags.map((tag, at) => ({ what: 'a tag', key: foldCase(tag), path: [index, 'tags', at] })),
      ...addresses.map((key, at) => ({ what: 'an address', key, path: [index, 'addresses', at] })),
    ].flatMap(({ what, key, path }) => {
      const first = owners.get(`${what} ${key}`);
      owners.set(`${what} ${key}`, first ?? name);
      return first === undefined
        ? []
        : [{ path, message: `expected ${what} that is not already used by ${first}` }];
    }),
  );
}
