import * as z from 'zod/mini';
import shipped from '../../../data/registry.json' with { type: 'json' };
import { nonBlank, parseInput } from '../../schema.ts';
import { foldCase } from './fold.ts';
import { foldPoolName, type PoolId, poolId, poolIdSchema, UNKNOWN } from './pool-id.ts';

const poolSchema = z.strictObject({
  id: poolIdSchema.check(z.refine((id) => id !== UNKNOWN, `"${UNKNOWN}" is the bucket of no pool`)),
  name: nonBlank,
  formerNames: z.optional(z.readonly(z.array(nonBlank))),
  tags: z.readonly(z.array(nonBlank)),
  addresses: z.readonly(z.array(nonBlank)),
  /** Where an entry comes from that the list named first in `sources` does not have. */
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
      for (const { path, message } of repeats(value))
        issues.push({ code: 'custom', input: value, path, message });
    }),
  ),
});

export type Pool = Readonly<z.output<typeof poolSchema>>;

/** Who is known by which tag and address. The order of its pools is the last tie-breaker of attribution. */
export type Registry = Readonly<z.output<typeof registrySchema>>;

/**
 * Parses a registry. @throws InputError with every fault: wrong shapes, repeated ids, tags (case folded), addresses.
 */
export function parseRegistry(value: unknown, where: string): Registry {
  return parseInput(registrySchema, value, where);
}

/** The registry this release ships. */
export const registry: Registry = parseRegistry(shipped, 'data/registry.json');

/** Version of the shipped registry: date of the upstream list, then our revision of it. */
export const registryVersion: string = registry.version;

const names: ReadonlyMap<string, string> = new Map(registry.pools.map(({ id, name }) => [id, name]));

/** Whether the shipped registry has a pool of this id. The bucket of unknown blocks is no pool. */
export function isKnownPool(id: string): boolean {
  return names.has(id);
}

/** A pool's name as people know it; the id itself for unknown and for pools of another registry. */
export function poolName(id: PoolId): string {
  return names.get(id) ?? id;
}

const ids: ReadonlyMap<string, PoolId> = new Map(
  registry.pools.flatMap(({ id, name, formerNames = [] }) =>
    [...formerNames, name].map((one) => [foldPoolName(one), id]),
  ),
);

/**
 * The id of the pool with a present or former name; an unknown name gives the id that it folds to, undefined where that
 * is ''.
 */
export function poolIdOfName(name: string): PoolId | undefined {
  const folded = foldPoolName(name);
  return ids.get(folded) ?? (folded === '' ? undefined : poolId(folded));
}

type Repeat = { readonly path: (string | number)[]; readonly message: string };

function repeats(pools: readonly Pool[]): readonly Repeat[] {
  const found: Repeat[] = [];
  const firstUse = (kind: string) => {
    const owners = new Map<string, string>();
    return (key: string, owner: string, path: (string | number)[]) => {
      const first = owners.get(key);
      if (first === undefined) owners.set(key, owner);
      else found.push({ path, message: `${kind} that is not already used by ${first}` });
    };
  };
  const [useId, useTag, useAddress] = [
    firstUse('expected an id'),
    firstUse('expected a tag'),
    firstUse('expected an address'),
  ];
  for (const [index, { id, name, tags, addresses }] of pools.entries()) {
    useId(id, name, [index, 'id']);
    for (const [at, tag] of tags.entries()) useTag(foldCase(tag), name, [index, 'tags', at]);
    for (const [at, address] of addresses.entries()) useAddress(address, name, [index, 'addresses', at]);
  }
  return found;
}
