/**
 * `node test/deployment/install-runtime-client.ts`: builds AWS's runtime client from its lock, where it is not
 * there. It has native code, which takes a minute and needs cmake, autoconf, automake, libtool and g++; that is
 * why it is no dependency of the project.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hasRuntimeClient } from './emulator/runtime-client.ts';

const folder = join(import.meta.dirname, 'runtime-client');

if (!hasRuntimeClient()) {
  console.error("building AWS's runtime client for Node, which takes about a minute");
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.exitCode = status ?? 1;
}
