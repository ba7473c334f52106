/** `npm run docs:benchmarks`: writes docs/benchmarks.md from docs/benchmarks.json, which `npm run bench -- --json` writes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupName } from '../test/bench/groups.ts';
import {
  type Benchmarks,
  barText,
  figureText,
  machineText,
  type Result,
  readBenchmarks,
} from '../test/bench/results.ts';

const TITLES: Readonly<Record<GroupName, string>> = {
  commands: 'Whole commands',
  nowcast: 'Where machines stand',
  signals: 'Detecting sudden changes',
  attribution: 'Attribution',
  bots: 'Bot answers',
  pictures: 'Pictures',
  site: 'The public page and open data',
  'store-size': 'Size of a store',
  backfill: 'Fetching history from a node',
  'cold-starts': 'Cold starts of the deployed functions',
  delivery: 'Sending to many chats',
  pace: 'Finding the rate limit of a service',
  million: 'A million chats',
  'backfill-whole': 'Fetching all history from a node',
};

const HEAD = `# Benchmarks

\`npm run bench\` measures all of this on your machine and prints each figure with its bar; \`npm run bench -- GROUP\` measures one group. This page is written by

\`\`\`
npm run bench -- --json docs/benchmarks.json && npm run docs:benchmarks
\`\`\`

A speed means little without its machine, so each is given as a ratio to a reference measured in the same run, and its bar holds on any machine; the absolute times are next to it. Each reference is the least work of the same kind:

- **a bare pass**: a process that parses the recorded days and counts each lens over each window of the default rules, day by day, without checking, estimating or drawing anything (\`test/bench/bare-pass.ts\`);
- **parsing and writing the same lines**: a process that parses each JSON line and writes it back (\`test/bench/copy-lines.ts\`);
- **the usual loop**: every pool in turn, with a regular expression per tag over the decoded coinbase;
- **reading the figures**: one GetItem of the item that answers come from, from the same DynamoDB Local;
- **an empty picture**: an empty drawing of the same size, rasterised and encoded the same way;
- **a function that does nothing**, under AWS's own runtime client.

Memory and rate limits are not speeds of a machine and have absolute bars. Each group states the machine's load average in the minute before, to which the groups before it contribute; with other work beside it, times, and to some extent ratios, are worse than necessary. A figure that misses its bar is marked **short**.
`;

const root = join(import.meta.dirname, '..');

writeFileSync(join(root, 'docs/benchmarks.md'), page(readBenchmarks(join(root, 'docs/benchmarks.json'))));

function page({ groups }: Benchmarks): string {
  const sections = Object.entries(TITLES).flatMap(([name, title]) => {
    const group = groups[name];
    if (group === undefined) return [];
    const rows = group.results.map(row);
    return [
      `## ${title}\n\n\`npm run bench -- ${name}\`, on ${machineText(group.machine)}:\n\n| figure | measured | bar | |\n|---|---|---|---|\n${rows.join('\n')}\n`,
    ];
  });
  return [HEAD, ...sections].join('\n');
}

function row(result: Result): string {
  const beside = result.measured === null ? '' : ` (${result.measured})`;
  const verdict = result.result === 'short' ? '**short**' : 'pass';
  return `| ${result.name} | ${figureText(result)}${beside} | ${barText(result)} | ${verdict} |`;
}
