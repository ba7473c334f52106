import { startEmbedded } from '../../lib/store/embedded.ts';
import { serveOverHttp } from './dynamo-http.ts';
import { startDynamoProxy, type Write } from './dynamo-proxy.ts';
import { type CliRun, startCli } from './run-cli.ts';

/**
 * Where a run is killed: `before` a write reaches the table, `after` it did but before the program knows,
 * or `within` a batch, of which only every second item is written.
 */
export type Kill = { readonly write: number; readonly when: 'before' | 'within' | 'after' };

export type KilledRun = {
  readonly run: CliRun;
  /** The writes of the run; the last one is that of the kill. */
  readonly writes: readonly Write[];
};

const CREDENTIALS = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Runs the program on the table of a store folder, and sends it SIGKILL at the given write. */
export async function runOnTable(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  kill?: Kill,
): Promise<KilledRun> {
  const dynamo = await startEmbedded(path);
  const writes: Write[] = [];
  const overHttp = await serveOverHttp(dynamo.answer);
  const proxy = await startDynamoProxy(overHttp.endpoint, async (write, forward) => {
    writes.push(write);
    if (write.number !== kill?.write) return forward();
    if (kill.when === 'after') await forward();
    if (kill.when === 'within') await forward(everySecond(write));
    started.child.kill('SIGKILL');
    await started.ended;
    return 'none';
  });
  const table = { HASHTILT_TABLE: 'hashtilt', HASHTILT_DYNAMODB_ENDPOINT: proxy.endpoint };
  const started = startCli(args, { env: { ...table, ...CREDENTIALS, ...env } });
  const run = await started.ended;
  await proxy.close();
  await overHttp.close();
  await dynamo.close();
  return { run, writes };
}

function everySecond({ body }: Write): object {
  const [[table, requests]] = Object.entries(body.RequestItems ?? {}) as [[string, readonly unknown[]]];
  return { RequestItems: { [table]: requests.filter((_, index) => index % 2 === 1) } };
}

/** Every possible kill at the given writes. */
export function killsAt(writes: readonly Write[]): readonly Kill[] {
  return writes.flatMap(({ number, body }): readonly Kill[] => {
    const items = Object.values(body.RequestItems ?? {}).flat().length;
    const ways = items > 1 ? (['before', 'within', 'after'] as const) : (['before', 'after'] as const);
    return ways.map((when) => ({ write: number, when }));
  });
}
