import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serveChild } from '../../lib/store/embedded-for-children.ts';
import { temporaryFolder } from '../support/run-cli.ts';

const CALLS = `
process.on('message', () => {});
for (const call of [1, 2]) process.send({ call, operation: 'GetItem', request: '{}' });
`;

it('a child that is killed while it waits for the store is no error of the process that serves it', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'child.mjs');
  writeFileSync(file, CALLS);
  const child = fork(file, { execArgv: [] });
  const errors: Error[] = [];
  child.on('error', (error) => errors.push(error));
  serveChild(child, async () => {
    child.kill('SIGKILL');
    // Nothing else runs meanwhile, so that the end of the child is not noticed before it is answered.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    return { status: 200, body: 'x'.repeat(100_000) };
  });
  await once(child, 'exit');
  await new Promise(setImmediate);
  expect(errors).toEqual([]);
});
