import { defineConfig } from 'vitest/config';

const HOUR_MS = 3_600_000;

/** Far more than anything takes, so that nothing depends on a quiet machine; what hangs still ends. */
const LONGEST_MS = 900_000;

/** Suites of their own, each run by a script of package.json; CONTRIBUTING.md says what they need. */
const SUITES = {
  e2e: 'test/e2e/**/*.test.ts',
  java: 'test/java/**/*.test.ts',
  kills: 'test/kills/**/*.test.ts',
  replays: 'test/replays/**/*.test.ts',
  specs: 'test/specs/**/*.test.ts',
  faults: 'test/faults/**/*.test.ts',
  deployment: 'test/deployment/**/*.test.ts',
  usage: 'test/usage/**/*.test.ts',
  browser: 'test/browser/**/*.test.ts',
} as const;

/** What is done once, before all tests of a suite. */
const SETUPS: Readonly<Record<string, readonly string[]>> = {
  usage: ['./test/deployment/begin-once.ts'],
  deployment: ['./test/deployment/begin-once.ts', './test/deployment/close-once.ts'],
};

/** A test of these is many runs of the program. */
const LONG = new Set(['kills']);

const name = process.env.HASHTILT_SUITE ?? '';
const suite = Object.hasOwn(SUITES, name) ? SUITES[name as keyof typeof SUITES] : undefined;
if (name === 'specs' && process.env.HASHTILT_SPECS === undefined)
  throw new Error('HASHTILT_SPECS: expected the folder that `npm run specs:fetch` fills');

export default defineConfig({
  test: {
    include: [suite ?? 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(suite === undefined ? Object.values(SUITES) : [])],
    globalSetup: ['./test/support/run-folder.ts', ...(SETUPS[name] ?? [])],
    reporters: ['default', './test/support/closing-line.ts'],
    // Files share what is loaded and read once: the ledger, the registry, the commands.
    isolate: false,
    // The logger of AWS's functions writes past the console of a test, unless it is told that it is not on Lambda.
    env: { POWERTOOLS_DEV: 'true' },
    maxWorkers: 2,
    testTimeout: LONG.has(name) ? HOUR_MS : LONGEST_MS,
    hookTimeout: LONGEST_MS,
    coverage: { include: ['lib/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
  },
});
