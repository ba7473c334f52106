import { createAttributor } from '../core/pools/attribute.ts';
import { registry } from '../core/pools/registry.ts';
import type { ReaderDeps } from './http-reader.ts';
import { openSources } from './open-sources.ts';

/** What collecting blocks needs besides a store: the sources in the settings, chance, and the attributor. */
export function openBlocks(
  { sources, mempoolPaceMs }: { sources: Parameters<typeof openSources>[0]; mempoolPaceMs: number },
  deps: ReaderDeps,
) {
  return {
    sources: openSources(sources, deps, mempoolPaceMs),
    random: deps.random,
    attribute: createAttributor(registry.pools),
  };
}
