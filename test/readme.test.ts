import { existsSync, readFileSync } from 'node:fs';
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import { expect, it } from 'vitest';
import { riskOf } from '../lib/core/risk/risk.ts';
import { triesOf } from '../lib/messages/format.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the odds given in the README are those of the exact formula', () => {
  expect(readme).toContain(
    `a miner with 36% can undo a payment with 6 confirmations in ${triesOf(riskOf(0.36, 6).exact)}`,
  );
});

it('what the README says about chance holds for 144 blocks a day', () => {
  expect(readme).toContain('a pool that truly has 28% reads 30% or more on about 3 days in 10');
  const fewest = Math.ceil(0.3 * 144);
  expect(1 - binomialCdf(fewest - 1, 144, 0.28)).toBeCloseTo(0.27, 2);
});

it('every picture and page that the README links to exists', () => {
  const paths = [...readme.matchAll(/(?:src="|\]\()((?!https?:)[^")#]+)/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
});
