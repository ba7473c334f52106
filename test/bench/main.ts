/**
 * `npm run bench [-- GROUP...] [--json FILE]`: every figure the project states, or those of some groups, with its bar
 * and this machine; writes them to FILE as JSON. A figure that misses its bar is reported; only one that misses it three
 * times over fails the run, since machines differ.
 */
import { parseArgs } from 'node:util';
import { GROUPS, type GroupName, LONG } from './groups.ts';
import {
  addToBenchmarks,
  barText,
  describeMachine,
  figureText,
  machineText,
  resultOf,
  shortBy,
} from './results.ts';

const FAILING_FACTOR = 3;

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0)
  throw new Error(`no such group: ${unknown.join(', ')}; there are ${Object.keys(GROUPS).join(', ')}`);
const names = positionals.length > 0 ? positionals : Object.keys(GROUPS).filter((name) => !LONG.has(name));

for (const name of names) {
  const machine = describeMachine();
  console.log(`${name} (${machineText(machine)})`);
  const results = (await GROUPS[name as GroupName]()).map(resultOf);
  for (const result of results) {
    const { name: what, measured } = result;
    const beside = measured === null ? '' : `; ${measured}`;
    console.log(`  ${result.result.padEnd(5)}  ${what}: ${figureText(result)} (${barText(result)}${beside})`);
    if (shortBy(result) >= FAILING_FACTOR) process.exitCode = 1;
  }
  if (values.json !== undefined) addToBenchmarks(values.json, { [name]: { machine, results } });
}
