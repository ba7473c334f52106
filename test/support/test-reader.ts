import type { ReaderDeps } from '../../lib/sources/http-reader.ts';

/** What sources read with in a test. Only sleeping advances `clock`, in milliseconds. */
export class TestReader {
  clock = 1_000_000;
  readonly slept: number[] = [];
  readonly deps: ReaderDeps = {
    fetch,
    now: () => this.clock,
    random: () => 0,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      this.slept.push(ms);
      this.clock += ms;
    },
    readFile: async (path) => {
      if (path !== '/node/.cookie') throw new Error(`ENOENT: no such file, open '${path}'`);
      return '__cookie__:s3cret\n';
    },
  };
}
