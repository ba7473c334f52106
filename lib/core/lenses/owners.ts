import * as z from 'zod/mini';
import table from '../../../data/owners.json' with { type: 'json' };
import { faultsAmong, refuseFaults } from '../../errors.ts';
import { parseInput } from '../../schema.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';
import { linkChangeDays, linkFaults, linkFields, linkOn, type Viewpoint } from './dated.ts';

const ownerSchema = z.string().check(z.regex(/^[a-z0-9]+$/));

const ownersSchema = z.object({
  owners: z.array(z.object({ id: ownerSchema, name: z.string() })),
  links: z.array(z.object({ pool: poolIdSchema, owner: ownerSchema, ...linkFields })),
});

const { owners, links } = parseOwners(table);
const names = new Map(owners.map(({ id, name }) => [id, name]));
const linksOfPool = Map.groupBy(links, ({ pool }) => pool);

/** Parses a table of ownership links. @throws InputError with every fault: shape, unnamed owner, overlapping links. */
export function parseOwners(value: unknown): z.output<typeof ownersSchema> {
  const parsed = parseInput(ownersSchema, value, 'data/owners.json');
  const named = new Set(parsed.owners.map(({ id }) => id));
  refuseFaults([
    ...linkFaults(parsed.links, ({ pool }) => pool, 'data/owners.json'),
    ...faultsAmong(
      parsed.links.map(({ owner }) => [
        named.has(owner),
        `data/owners.json: owner ${owner}`,
        'has links but no name',
      ]),
    ),
  ]);
  return parsed;
}

/** Owners with a name of their own, in table order. */
export const namedOwners: readonly { readonly id: string; readonly name: string }[] = owners;

/** The days on which an owner changes, or becomes known. */
export const ownerChangeDays = linkChangeDays(links);

/** The owner of a pool on a day, as seen from a viewpoint; a pool without a link in force is its own owner. */
export function ownerOf(pool: PoolId, day: UtcDay, viewpoint: Viewpoint): string {
  return linkOn(linksOfPool.get(pool), day, viewpoint)?.owner ?? pool;
}

/** Ownership links that sources disagree about. */
export const contestedLinks = links.flatMap(({ pool, owner, contested }) =>
  contested === null ? [] : [{ pool, owner, contested }],
);

/** An owner's name; undefined for a pool that is its own owner. */
export function ownerName(owner: string): string | undefined {
  return names.get(owner);
}
