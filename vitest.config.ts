import { defineConfig } from 'vitest/config';

/** What needs Java is a suite of its own, `npm run test:java`; `npm test` needs nothing but Node. */
const JAVA = 'test/java/**/*.test.ts';
const isJava = process.env.HASHTILT_SUITE === 'java';

export default defineConfig({
  test: {
    include: [isJava ? JAVA : 'test/**/*.test.ts'],
    exclude: ['node_modules/**', ...(isJava ? [] : [JAVA])],
    reporters: ['default', './test/support/closing-line.ts'],
    // Most of the time goes into processes that tests start; more would only slow one another down.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    coverage: { include: ['lib/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
  },
});
