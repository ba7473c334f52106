import type { FunctionSettings } from '../config/function-environment.ts';
import { createAttributor } from '../core/pools/attribute.ts';
import { registry } from '../core/pools/registry.ts';
import { createMempoolSpaceSource } from '../sources/mempool-space.ts';
import { sourceWorld } from '../world.ts';

/** Where deployed functions get blocks from, and who says by whom each was mined. */
export function blocksOf({ mempool, mempoolPaceMs }: Pick<FunctionSettings, 'mempool' | 'mempoolPaceMs'>) {
  return {
    source: createMempoolSpaceSource(mempool, sourceWorld, { paceMs: mempoolPaceMs }),
    attribute: createAttributor(registry.pools),
  };
}
