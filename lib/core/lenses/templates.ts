import * as z from 'zod/mini';
import table from '../../../data/templates.json' with { type: 'json' };
import { refuseFaults } from '../../errors.ts';
import { parseInput } from '../../schema.ts';
import { type UtcDay, utcDaySchema } from '../ledger/utc-day.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';
import { linkChangeDays, linkFaults, linkOn, type Viewpoint } from './dated.ts';

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
          endPublishedOn: z._default(z.nullable(utcDaySchema), null),
          confidence: z.string(),
          source: z.url(),
        }),
      ),
    }),
  ),
});

const { groups } = parseTemplates(table);
const names = new Map(groups.map(({ id, name }) => [id, name]));
const links = linksOf(groups);
const linksOfPool = Map.groupBy(links, ({ pool }) => pool);

/** Template groups, in table order. */
export const templateGroups: readonly { readonly id: string; readonly name: string }[] = groups;

/** Parses a table of template groups. @throws InputError with every fault: shape, or a pool in two groups at once. */
export function parseTemplates(value: unknown): z.output<typeof templatesSchema> {
  const parsed = parseInput(templatesSchema, value, 'data/templates.json');
  refuseFaults(linkFaults(linksOf(parsed.groups), ({ pool }) => pool, 'data/templates.json'));
  return parsed;
}

function linksOf(of: z.output<typeof templatesSchema>['groups']) {
  return of.flatMap(({ id: group, links: own }) =>
    own.map(({ pool, assumedSince: from, firstObserved: publishedOn, to, endPublishedOn }) => {
      return { pool, group, from, to, publishedOn, endPublishedOn };
    }),
  );
}

/** The days on which a template group changes, or becomes known. */
export const templateChangeDays = linkChangeDays(links);

/** The template group of a pool on a day, as seen from a viewpoint; undefined if it is in none. */
export function templateGroupOf(pool: PoolId, day: UtcDay, viewpoint: Viewpoint): string | undefined {
  return linkOn(linksOfPool.get(pool), day, viewpoint)?.group;
}

/** The first day on which a template group has a pool; undefined if it never has. */
export function templateGroupSince(group: string, knowledge: 'then' | 'now'): UtcDay | undefined {
  return links
    .filter((link) => link.group === group)
    .map(({ from, publishedOn }) => (knowledge === 'now' ? from : publishedOn))
    .sort()[0];
}

/** A template group's name; undefined for the key of a pool in no group. */
export function templateGroupName(group: string): string | undefined {
  return names.get(group);
}
