import type { BlockSource } from '../daily/block-source.ts';
import { assertNever } from '../errors.ts';
import { createCoreSource } from './bitcoin-core.ts';
import { connectCoreRest } from './core-rest.ts';
import { connectCoreRpc } from './core-rpc.ts';
import { createEsploraSource } from './esplora.ts';
import type { ReaderDeps } from './http-reader.ts';
import { createMempoolSpaceSource } from './mempool-space.ts';

type NamedSource = {
  readonly kind: 'mempool' | 'esplora' | 'core';
  /** Base address, with user and password if needed. */
  readonly address: string;
  /** The file with a node's credentials; null if the address contains them or none are needed. */
  readonly cookieFile: string | null;
};

/** Opens the sources in the settings, in order. `explorerPaceMs`: shortest time between requests to an explorer. */
export function openSources(
  sources: readonly NamedSource[],
  deps: ReaderDeps,
  explorerPaceMs: number,
): readonly BlockSource[] {
  const [polite, direct] = [{ paceMs: explorerPaceMs }, { paceMs: 0 }];
  return sources.map(({ kind, address, cookieFile }): BlockSource => {
    switch (kind) {
      case 'mempool':
        return createMempoolSpaceSource(address, deps, polite);
      case 'esplora':
        return createEsploraSource(address, deps, polite);
      case 'core': {
        const isRest = /\/rest\/?$/.test(address);
        return createCoreSource(
          isRest ? connectCoreRest(address, deps, direct) : connectCoreRpc(address, cookieFile, deps, direct),
        );
      }
      default:
        return assertNever(kind);
    }
  });
}
