import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../runtime-client/node_modules/aws-lambda-ric');

/** AWS's own runtime client for Node, the entry point of a function's process. */
export const RUNTIME_CLIENT = join(FOLDER, 'index.mjs');

/** Whether it is built; `test/deployment/install-runtime-client.ts` builds it. */
export function hasRuntimeClient(): boolean {
  return existsSync(join(FOLDER, 'rapid-client.node'));
}
