import { rmSync } from 'node:fs';
import { synthesiseAssembly } from '../deployment/emulator/assembly.ts';
import { ExecutionEnvironment } from '../deployment/emulator/environment.ts';
import { type FunctionSetup, setupsOf } from '../deployment/emulator/function-setup.ts';
import { resolveTemplate } from '../deployment/emulator/template.ts';
import { startSsmPeer } from '../support/ssm-peer.ts';
import { median, type Row } from './row.ts';

const ROUNDS = 5;

/** Discord gives three seconds for a first answer, of which the network takes its part. */
const BARS_MS: Readonly<Record<string, number>> = { 'discord-interactions': 700 };
const BAR_MS = 500;

/**
 * Measures how long each bundle takes from the start of its process to its first question for an event, under
 * AWS's own runtime client, each time in a fresh process. Emulated: x64, this machine's disk, and all of a core,
 * since Lambda does not hold a function to its share while it starts.
 */
export async function benchColdStarts(): Promise<readonly Row[]> {
  const assembly = synthesiseAssembly({});
  const ssm = await startSsmPeer();
  try {
    const rows: Row[] = [];
    for (const setup of setupsOf(resolveTemplate(assembly))) rows.push(await row(setup, ssm.endpoint));
    return rows;
  } finally {
    await ssm.close();
    rmSync(assembly.folder, { recursive: true });
  }
}

async function row(setup: FunctionSetup, awsEndpoint: string): Promise<Row> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const environment = await ExecutionEnvironment.start(setup, { awsEndpoint, onLog: () => {} });
    if ('error' in environment) throw new Error(`${setup.name}: ${JSON.stringify(environment.error)}`);
    seconds.push(environment.seconds);
    await environment.stop();
  }
  const name = setup.name.replace(/^hashtilt-\w+-/, '');
  return {
    name: `cold start of ${name}, emulated`,
    figure: 1000 * median(seconds),
    unit: 'ms',
    bar: BARS_MS[name] ?? BAR_MS,
    better: 'less',
  };
}
