import * as z from 'zod/mini';
import table from '../../../data/world.json' with { type: 'json' };
import { parseInput } from '../../schema.ts';

const pathSchema = z.string().check(z.regex(/^[MLZ\d.,-]+$/));
const codeSchema = z.string().check(z.regex(/^[A-Z]{2}$/));

const worldSchema = z.object({
  width: z.number(),
  height: z.number(),
  outlines: z.record(codeSchema, pathSchema),
  dots: z.record(codeSchema, z.tuple([z.number(), z.number()])),
  withoutCode: z.array(pathSchema),
});

const world = parseInput(worldSchema, table, 'data/world.json');

/** Size of the map, in its own units. */
export const MAP_SIZE = { width: world.width, height: world.height } as const;

/** Outlines of countries by ISO 3166-1 alpha-2, as SVG paths. */
export const outlines: ReadonlyMap<string, string> = new Map(Object.entries(world.outlines));

/** Positions of dots for countries too small to be seen or missing from the outlines. */
export const dots: ReadonlyMap<string, readonly [number, number]> = new Map(Object.entries(world.dots));

export const landWithoutCode: readonly string[] = world.withoutCode;
