import { createMempoolSpaceSource } from '../chain/mempool-space.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { createAttributor } from '../pools/attribute.ts';
import { registry } from '../pools/registry.ts';
import { sourceWorld } from '../world.ts';

/** Where deployed functions get blocks from, and who says by whom each was mined. */
export function blocksOf({ mempool, mempoolPaceMs }: Pick<FunctionSettings, 'mempool' | 'mempoolPaceMs'>) {
  return {
    source: createMempoolSpaceSource(mempool, sourceWorld, { paceMs: mempoolPaceMs }),
    attribute: createAttributor(registry.pools),
  };
}
