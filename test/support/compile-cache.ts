import { fileURLToPath } from 'node:url';

/** What processes of the tests share, since a run starts dozens of them: Node's `NODE_COMPILE_CACHE`. */
export const COMPILE_CACHE = fileURLToPath(
  new URL('../../node_modules/.cache/hashtilt-test', import.meta.url),
);
