import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * Runs a peer as a separate process: `--options FILE.json`, and `--port N` if the port must be known in advance.
 * The first line on stdout is its address; SIGTERM and SIGINT end it.
 */
export async function runAsProcess<Options extends { readonly port?: number }>(
  start: (options: Options) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>,
): Promise<void> {
  const { values } = parseArgs({ options: { options: { type: 'string' }, port: { type: 'string' } } });
  if (values.options === undefined) throw new Error('--options FILE.json is missing');
  const options = JSON.parse(readFileSync(values.options, 'utf8')) as Options;
  const peer = await start({ ...options, ...(values.port !== undefined && { port: Number(values.port) }) });
  console.log(peer.url);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      await peer.close();
      process.exit(0);
    });
  }
}
