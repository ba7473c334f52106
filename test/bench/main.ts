/**
 * `npm run bench [-- --json]`: every figure the project states, with its bar, on this machine. A figure
 * that falls short is told; only one that misses its bar three times over fails the run, since machines differ.
 */
import { cpus, totalmem } from 'node:os';
import { hasRuntimeClient } from '../deployment/emulator/runtime-client.ts';
import { benchAttribution } from './attribution.ts';
import { benchBots } from './bots.ts';
import { benchChat } from './chat.ts';
import { benchColdStarts } from './cold-starts.ts';
import { benchCommands } from './commands.ts';
import { benchDelivery } from './delivery.ts';
import { benchNowcast } from './nowcast.ts';
import { benchPictures } from './pictures.ts';
import type { Row } from './row.ts';
import { benchStoreSize } from './store-size.ts';

const FAILING_FACTOR = 3;

const rows = [
  ...benchCommands(),
  ...benchNowcast(),
  ...(await benchAttribution()),
  ...(await benchChat()),
  ...(await benchBots()),
  ...(await benchDelivery()),
  ...(await benchPictures()),
  ...(await benchStoreSize()),
  ...(hasRuntimeClient() ? await benchColdStarts() : []),
];
if (!hasRuntimeClient())
  console.error('cold starts are not measured: npm run test:deployment builds what it takes');
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const results = rows.map((row) => ({
  ...row,
  figure: Number(row.figure.toPrecision(3)),
  result: resultOf(row),
}));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ schema: 'hashtilt/bench@1', machine, results }));
} else {
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}`);
  for (const { name, figure, unit, bar, better, result } of results) {
    const asked = `${better === 'more' ? 'at least' : 'at most'} ${bar.toLocaleString('en-US')}`;
    console.log(`${result.padEnd(5)}  ${name}: ${figure.toLocaleString('en-US')} ${unit} (${asked})`);
  }
}
if (rows.some((row) => shortBy(row) >= FAILING_FACTOR)) process.exitCode = 1;

function resultOf(row: Row): 'pass' | 'short' {
  return shortBy(row) <= 1 ? 'pass' : 'short';
}

/** How many times over a figure misses its bar; at most 1 where it meets it. */
function shortBy({ figure, bar, better }: Row): number {
  return better === 'more' ? bar / figure : figure / bar;
}
