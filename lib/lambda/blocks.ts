import type { FunctionSettings } from '../config/function-environment.ts';
import { createAttributor } from '../core/pools/attribute.ts';
import { registry } from '../core/pools/registry.ts';
import { openSources } from '../sources/open-sources.ts';
import { sourceWorld } from '../world.ts';

/** The sources from which deployed functions fetch blocks, and the attributor. */
export function blockDependencies({
  sources,
  mempoolPaceMs,
}: Pick<FunctionSettings, 'sources' | 'mempoolPaceMs'>) {
  return {
    sources: openSources(sources, sourceWorld, mempoolPaceMs),
    random: sourceWorld.random,
    attribute: createAttributor(registry.pools),
  };
}
