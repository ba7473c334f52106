import { defineConfig } from 'vitest/config';

/**
 * Suites of their own: `npm run test:java` needs Java, `npm run test:faults` takes half an hour,
 * `npm run test:deployment` and `npm run docs:usage` need Java and tools that build native code. `npm test` needs nothing but Node.
 */
const SUITES: Readonly<Record<string, string>> = {
  java: 'test/java/**/*.test.ts',
  faults: 'test/faults/**/*.test.ts',
  deployment: 'test/deployment/**/*.test.ts',
  usage: 'test/usage/**/*.test.ts',
};
/** What is done once, before all tests of a suite. */
const SETUPS: Readonly<Record<string, string[]>> = {
  [SUITES.usage!]: ['./test/deployment/begin-once.ts'],
  [SUITES.deployment!]: ['./test/deployment/begin-once.ts', './test/deployment/close-once.ts'],
};
const suite = SUITES[process.env.HASHTILT_SUITE ?? ''];

export default defineConfig({
  test: {
    include: [suite ?? 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(suite === undefined ? Object.values(SUITES) : [])],
    globalSetup: suite === undefined ? [] : (SETUPS[suite] ?? []),
    reporters: ['default', './test/support/closing-line.ts'],
    // Most of the time goes into processes that tests start; more would only slow one another down.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    coverage: { include: ['lib/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
  },
});
