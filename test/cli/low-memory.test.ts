import { expect, it } from 'vitest';
import { restartWithLowMemory } from '../../lib/cli/low-memory.ts';
import { startCli, temporaryFolder } from '../support/run-cli.ts';

/** Prints the heap limit of a Node process when it exits. */
const TELL =
  'data:text/javascript,import v8 from "node:v8";process.once("exit",()=>console.log(v8.getHeapStatistics().heap_size_limit))';

it('publish re-executes itself with low memory in the same process, and exits with its code', async () => {
  using folder = temporaryFolder();
  const { code, stdout, stderr } = await startCli(['publish', '--out', 'x'], {
    cwd: folder.path,
    env: { NODE_OPTIONS: `--import=${encodeURI(TELL)}` },
  }).ended;
  expect(code).toBe(1);
  expect(stderr).toBe('store: is empty; run `daily` first\n');
  const limits = stdout.trim().split('\n').map(Number);
  expect(limits).toEqual([expect.any(Number)]);
  expect(limits[0]).toBeLessThan(200e6);
});

it('on Windows, where Node cannot re-execute, a process keeps its memory', () => {
  const replaced: string[] = [];
  const execve = (path: string): never => {
    replaced.push(path);
    throw new Error('replaced');
  };
  const self = { execPath: 'node', execArgv: [], argv: ['node', 'main.js'], execve };
  restartWithLowMemory({ ...self, platform: 'win32' });
  expect(replaced).toEqual([]);
  expect(() => restartWithLowMemory({ ...self, platform: 'linux' })).toThrow('replaced');
});
