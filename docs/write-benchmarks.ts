/** `npm run docs:benchmarks`: writes the page of benchmarks from what `npm run bench -- --json` has put down. */
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
  signals: 'Looking at each block',
  attribution: 'Attribution',
  bots: 'Answers of the bots',
  pictures: 'Pictures',
  site: 'The public page and open data',
  'store-size': 'The folder of a store',
  backfill: 'Fetching history from a node',
  'cold-starts': 'Cold starts of the deployed functions',
  delivery: 'Sending to many',
  pace: 'Keeping to the pace of a service',
  million: 'A million chats',
  'backfill-whole': 'Fetching all of history from a node',
};

const HEAD = `# Benchmarks

\`npm run bench\` measures all of this on your machine and prints each figure with its bar; \`npm run bench -- GROUP\` measures one group. This page is written by

\`\`\`
npm run bench -- --json docs/benchmarks.json && npm run docs:benchmarks
\`\`\`

A speed says little without its machine, so it stands as a ratio to a reference that was measured in the same run, and its bar holds on any machine; beside it are the times that it was made of. The references are the least work of the same kind:

- **a bare pass**: a process that parses the recorded days and counts each lens over each window of the default rules, day by day, with nothing checked, estimated or drawn (\`test/bench/bare-pass.ts\`);
- **parsing and writing the same lines**: a process that parses each JSON line and writes it again (\`test/bench/copy-lines.ts\`);
- **the usual loop**: every pool in turn, every tag made a regular expression over the decoded coinbase;
- **reading the figures**: one GetItem of what the answers are made of, from the same DynamoDB Local;
- **an empty picture**: an empty drawing of the same size, rasterised and packed the same way;
- **a function that does nothing**, under AWS's own runtime client.

Memory and what a service allows are no speeds of a machine, and have bars of their own. A machine that did other work meanwhile is named as busy: its times, and to some part its ratios, are worse than they need be. What falls short of its bar is marked **short**.
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
