import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesiseAssembly } from '../deployment/emulator/assembly.ts';
import { ExecutionEnvironment } from '../deployment/emulator/environment.ts';
import { type FunctionSetup, setupsOf } from '../deployment/emulator/function-setup.ts';
import { hasRuntimeClient } from '../deployment/emulator/runtime-client.ts';
import { resolveTemplate } from '../deployment/emulator/template.ts';
import { startSsmPeer } from '../support/ssm-peer.ts';
import { type Row, timesAsLong } from './row.ts';

const ROUNDS = 5;
const BAR = 6;

/**
 * Measures the time of each bundle from the start of its process to its first request for an event, under
 * AWS's own runtime client, each time in a fresh process, against a function that does nothing. Emulated: x64, this
 * machine's disk, and a whole core, since Lambda does not limit a function to its share while it starts.
 */
export async function benchColdStarts(): Promise<readonly Row[]> {
  if (!hasRuntimeClient())
    throw new Error("cold starts need AWS's runtime client: node test/deployment/install-runtime-client.ts");
  const assembly = synthesiseAssembly({});
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  const ssm = await startSsmPeer();
  try {
    const setups = setupsOf(resolveTemplate(assembly));
    writeFileSync(join(folder, 'index.mjs'), 'export async function handler() {}\n');
    const empty = { ...setups[0]!, folder, handler: 'index.handler' };
    const bare = {
      name: 'a function that does nothing',
      milliseconds: await quickestStart(empty, ssm.endpoint),
    };
    const rows: Row[] = [];
    for (const setup of setups) {
      const name = setup.name.replace(/^hashtilt-\w+-/, '');
      const took = await quickestStart(setup, ssm.endpoint);
      rows.push(timesAsLong(`cold start of ${name}, emulated`, took, bare, BAR));
    }
    return rows;
  } finally {
    await ssm.close();
    for (const made of [assembly.folder, folder]) rmSync(made, { recursive: true });
  }
}

async function quickestStart(setup: FunctionSetup, awsEndpoint: string): Promise<number> {
  const milliseconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const environment = await ExecutionEnvironment.start(setup, { awsEndpoint, onLog: () => {} });
    if ('error' in environment) throw new Error(`${setup.name}: ${JSON.stringify(environment.error)}`);
    milliseconds.push(1000 * environment.seconds);
    await environment.stop();
  }
  return Math.min(...milliseconds);
}
