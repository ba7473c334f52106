import { parseEnvironment } from '../../lib/config/environment.ts';
import type { BlockSource } from '../../lib/daily/block-source.ts';
import type { ReaderDeps } from '../../lib/sources/http-reader.ts';
import { openSources } from '../../lib/sources/open-sources.ts';

/** Opens the source that an entry of HASHTILT_SOURCES names. */
export function openSource(entry: string, deps: ReaderDeps): BlockSource {
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: entry });
  return openSources(sources, deps, 0)[0]!;
}

/** The address of a node with user and password. */
export const locked = (address: string) => address.replace('http://', 'http://reader:s3cret@');

/** What each source says to do if something else answers at its address. */
export const ADVICE = {
  mempool: 'name the address of a mempool.space or an instance of it, as in https://mempool.space',
  esplora:
    'name the address of an Esplora, most often with /api at the end, as in https://blockstream.info/api',
  rpc: 'name the port for JSON-RPC of a node, as in http://user:password@127.0.0.1:8332',
  rest: 'start the node with -rest=1, and name its address with /rest at the end, as in http://127.0.0.1:8332/rest',
};
