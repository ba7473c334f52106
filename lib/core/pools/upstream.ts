import * as z from 'zod/mini';
import { nonBlank, type Parsed, parseInput } from '../../schema.ts';
import { foldCase } from './fold-case.ts';
import { foldPoolName } from './pool-id.ts';

const upstreamSchema = z.array(
  z.object({
    name: z
      .string()
      .check(z.refine((name) => foldPoolName(name) !== '', 'expected a name with a letter or digit')),
    tags: z.array(nonBlank),
    addresses: z.array(nonBlank),
  }),
);

/** A pool in the upstream list, under the id derived from its name. */
export type UpstreamPool = Parsed<typeof upstreamSchema>[number] & { readonly id: string };

/**
 * Parses a list in the format of mempool/mining-pools' `pools-v2.json`. Entries whose names give the same id ("Bitcoin
 * India", "BitcoinIndia") become one pool with the first one's name; of tags that differ only in case the first stays.
 *
 * @throws InputError with every fault and its path.
 */
export function parseUpstream(value: unknown, where: string): readonly UpstreamPool[] {
  const entries = Map.groupBy(parseInput(upstreamSchema, value, where), ({ name }) => foldPoolName(name));
  return [...entries].map(([id, pools]) => ({
    id,
    name: pools[0]!.name,
    tags: [...Map.groupBy(tagsOf(pools), foldCase).values()].map(([first]) => first!),
    addresses: [...new Set(pools.flatMap(({ addresses }) => addresses))],
  }));
}

function tagsOf(pools: z.output<typeof upstreamSchema>): readonly string[] {
  return pools.flatMap(({ tags }) => tags);
}
