import type { SourceSetting } from '../config/sources.ts';
import type { BlockSource } from '../daily/block-source.ts';
import { createCoreSource } from './bitcoin-core.ts';
import { connectCoreRest } from './core-rest.ts';
import { connectCoreRpc } from './core-rpc.ts';
import { createEsploraSource } from './esplora.ts';
import type { ReaderDeps } from './http-reader.ts';
import { createMempoolSpaceSource } from './mempool-space.ts';

/**
 * Opens the sources that the settings name, in their order.
 *
 * @param explorerPaceMs least time between two requests to an explorer; a node of one's own needs none.
 */
export function openSources(
  sources: readonly SourceSetting[],
  deps: ReaderDeps,
  explorerPaceMs: number,
): readonly BlockSource[] {
  const [polite, direct] = [{ paceMs: explorerPaceMs }, { paceMs: 0 }];
  return sources.map(({ kind, address, cookieFile }) => {
    if (kind === 'mempool') return createMempoolSpaceSource(address, deps, polite);
    if (kind === 'esplora') return createEsploraSource(address, deps, polite);
    const isRest = /\/rest\/?$/.test(address);
    return createCoreSource(
      isRest ? connectCoreRest(address, deps, direct) : connectCoreRpc(address, cookieFile, deps, direct),
    );
  });
}
