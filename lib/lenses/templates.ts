import * as z from 'zod/mini';
import table from '../../data/templates.json' with { type: 'json' };
import { type UtcDay, utcDaySchema } from '../ledger/utc-day.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';
import { parseInput } from '../schema.ts';
import { inForce } from './dated.ts';

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

const { groups } = parseInput(templatesSchema, table, 'data/templates.json');
const names = new Map(groups.map(({ id, name }) => [id, name]));
const linksOfPool = Map.groupBy(
  groups.flatMap(({ id, links }) => links.map((link) => ({ ...link, group: id }))),
  ({ pool }) => pool,
);

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

/** A template group's name; undefined for a pool that stands for itself. */
export function templateGroupName(group: string): string | undefined {
  return names.get(group);
}
