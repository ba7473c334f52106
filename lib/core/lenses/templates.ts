import * as z from 'zod/mini';
import table from '../../../data/templates.json' with { type: 'json' };
import { refuseFaults } from '../../errors.ts';
import { parseInput } from '../../schema.ts';
import { type UtcDay, utcDaySchema } from '../ledger/utc-day.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';
import { inForce, linkFaults } from './dated.ts';

const templatesSchema = z.object({
  groups: z.array(
    z.object({
      id: z.string().check(z.regex(/^[a-z0-9]+$/)),
      name: z.string(),
      links: z.array(
        z.object({
          pool: poolIdSchema,
          assumedSince: utcDaySchema,
          firstObserved: utcDaySchema,
          to: z.nullable(utcDaySchema),
          confidence: z.string(),
          source: z.url(),
        }),
      ),
    }),
  ),
});

const { groups } = parseTemplates(table);
const names = new Map(groups.map(({ id, name }) => [id, name]));
const linksOfPool = Map.groupBy(
  groups.flatMap(({ id, links }) => links.map((link) => ({ ...link, group: id }))),
  ({ pool }) => pool,
);

/** Template groups, in the order of the table. */
export const templateGroups: readonly { readonly id: string; readonly name: string }[] = groups;

/** Parses a table of template groups. @throws InputError with every fault: shape, or a pool in two groups at a time. */
export function parseTemplates(value: unknown): z.output<typeof templatesSchema> {
  const parsed = parseInput(templatesSchema, value, 'data/templates.json');
  // A link is in force from `assumedSince` at the earliest, so links that do not touch then never do.
  const links = parsed.groups.flatMap(({ links: own }) =>
    own.map(({ pool, assumedSince, to }) => ({ pool, from: assumedSince, to })),
  );
  refuseFaults(linkFaults(links, ({ pool }) => pool, 'data/templates.json'));
  return parsed;
}

/**
 * The template group a pool belongs to on a day; a pool in no group stands for itself. A link is in force
 * from `assumed since` under hindsight (`now`), from `first observed` under what was known (`then`).
 */
export function templateGroupOf(pool: PoolId, day: UtcDay, knowledge: 'then' | 'now'): string {
  const link = linksOfPool
    .get(pool)
    ?.find(({ assumedSince, firstObserved, to }) =>
      inForce({ from: knowledge === 'now' ? assumedSince : firstObserved, to }, day),
    );
  return link?.group ?? pool;
}

/** The first day on which a template group has a pool; undefined for a pool that stands for itself. */
export function templateGroupSince(group: string, knowledge: 'then' | 'now'): UtcDay | undefined {
  const links = groups.find(({ id }) => id === group)?.links ?? [];
  return links
    .map(({ assumedSince, firstObserved }) => (knowledge === 'now' ? assumedSince : firstObserved))
    .sort()[0];
}

/** A template group's name; undefined for a pool that stands for itself. */
export function templateGroupName(group: string): string | undefined {
  return names.get(group);
}
