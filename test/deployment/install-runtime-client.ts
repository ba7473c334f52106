/**
 * `node test/deployment/install-runtime-client.ts`: builds AWS's runtime client from its lock file, unless it is
 * built. It has native code, which takes a minute and needs cmake, autoconf, automake, libtool and g++;
 * so it is not a dependency of the project.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasRuntimeClient } from './emulator/runtime-client.ts';

const folder = join(import.meta.dirname, 'runtime-client');

/** The headers in the package of the project's own Node; node-gyp would download them. */
const headers = join(
  import.meta.dirname,
  `../../node_modules/node/node_modules/node-${process.platform}-${process.arch}`,
);

if (!hasRuntimeClient()) {
  console.error("building AWS's runtime client for Node, which takes about a minute");
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...(existsSync(join(headers, 'include')) && { npm_config_nodedir: headers }) },
  });
  process.exitCode = status ?? 1;
}
