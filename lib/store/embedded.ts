import { mkdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { ClassicLevel } from './embedded-files.ts';
import { embeddedTransport, unsigned } from './embedded-transport.ts';
import { StoreError } from './store-error.ts';

/** Longer than any run. */
const KEEP_ALIVE_MS = 3_600_000;

/** A DynamoDB of our own on disk, for one machine and one process at a time. */
export type EmbeddedDynamoDb = {
  /** For clients in this process. */
  readonly config: DynamoDBClientConfig;
  /** For clients elsewhere on this machine. */
  readonly overHttp: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly close: () => Promise<void>;
};

/**
 * Starts the embedded store in this process, on a loopback port that the system chooses.
 *
 * @param path folder of its files; made where there is none.
 * @throws StoreError when another process has the folder open.
 */
export async function startEmbedded(path: string): Promise<EmbeddedDynamoDb> {
  await mkdir(path, { recursive: true });
  await requireFree(path);
  const server = dynalite({ path, createTableMs: 0 });
  // Server and client share one thread: after a long computation the server would close, as idle, the very
  // connections that the client is about to use again.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const overHttp = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    // Dynalite asks for credentials and takes any.
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  };
  const [answer] = server.listeners('request') as RequestListener[];
  return {
    config: { ...overHttp, signer: unsigned, requestHandler: embeddedTransport(answer!) },
    overHttp,
    close: () =>
      new Promise((resolve, reject) =>
        server.close((error?: Error) =>
          error === undefined || error === null
            ? resolve()
            : reject(new StoreError('the embedded store did not close', { retryable: false, cause: error })),
        ),
      ),
  };
}

/** Empties the files of an embedded store that nobody has open. */
export async function eraseEmbedded(path: string): Promise<void> {
  const files = new ClassicLevel(path);
  await files.clear();
  await files.close();
}

/** Dynalite opens the files unasked and ends the process where it cannot, so whether it can is tried before. */
async function requireFree(path: string): Promise<void> {
  const files = new ClassicLevel(path);
  try {
    await files.open();
    await files.close();
  } catch (error) {
    const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
    const isOpenElsewhere = cause?.code === 'LEVEL_LOCKED';
    const why = isOpenElsewhere
      ? 'is in use by another run of the program'
      : `cannot be opened (${cause?.message})`;
    throw new StoreError(`the store in ${path} ${why}`, { retryable: isOpenElsewhere, cause: error });
  }
}
