import { expect, it } from 'vitest';
import { restartWithLowMemory } from '../../lib/cli/low-memory.ts';
import { startCli, temporaryFolder } from '../support/run-cli.ts';

/** Tells, once a process of Node ends, how much memory its heap may take. */
const TELL =
  'data:text/javascript,import v8 from "node:v8";process.once("exit",()=>console.log(v8.getHeapStatistics().heap_size_limit))';

it('publish goes on as one process that keeps to little memory, and ends as that one does', async () => {
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

it('a process on Windows, which Node cannot replace, keeps the memory it has', () => {
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
