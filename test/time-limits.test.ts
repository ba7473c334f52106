import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import config from '../vitest.config.ts';

const TEST = import.meta.dirname;

it('nothing that a newcomer runs depends on a quiet machine: a test has a quarter of an hour, so has what it waits for', () => {
  const { testTimeout, hookTimeout } = config.test ?? {};
  expect(testTimeout).toBeGreaterThanOrEqual(900_000);
  expect(hookTimeout).toBeGreaterThanOrEqual(900_000);
});

it('no test file of the usual suites gives itself less than two minutes', () => {
  const own = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.test.ts') && !/^(java|kills|replays|specs|faults|deployment|usage)/.test(path),
  );
  const short = own.flatMap((path) => {
    const limits = readFileSync(join(TEST, path), 'utf8').matchAll(/(?:\}, |[tT]imeout: )([\d_]{4,})/g);
    return [...limits]
      .filter(([, ms]) => Number(ms!.replaceAll('_', '')) < 120_000)
      .map(([found]) => `${path}: ${found}`);
  });
  expect(short).toEqual([]);
});
