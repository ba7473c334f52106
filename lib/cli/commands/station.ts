import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '@commander-js/extra-typings';
import type { Settings } from '../../config/environment.ts';
import { now } from '../../world.ts';
import { evaluationSettings } from '../delivery.ts';
import { loadSettings } from '../input.ts';
import { print, printStatus } from '../output.ts';
import { runStation, type StationWorld } from '../run-station.ts';
import { openStore } from '../world.ts';

const world: StationWorld = {
  now,
  sleep: (seconds, signal) => sleep(1000 * seconds, undefined, { signal }).catch(() => {}),
  log: (line) => printStatus(`${timeText(now())} ${line}`),
};

/** `station`: runs everything on one machine until interrupted. */
export function addStationCommand(program: Command): void {
  program
    .command('station')
    .description(
      'run everything on one machine: collect blocks, close days, send, answer on Telegram and Discord',
    )
    .option('--json', 'one JSON document when it ends', false)
    .action(async ({ json }) => {
      const started = timeText(world.now());
      const hasEnded = await runParts(loadSettings());
      print('station', { started, stopped: timeText(world.now()) }, json, () => 'stopped');
      // A part that did not end would keep the process alive.
      if (!hasEnded) process.exit(1);
    });
}

/** @returns whether all parts ended in time. */
async function runParts(settings: Settings): Promise<boolean> {
  // Imported here: the bots take longer to load than most commands to run.
  const { stationParts } = await import('../station.ts');
  const evaluation = evaluationSettings(settings);
  await using store = await openStore(settings);
  return await runStation(stationParts(settings, store, evaluation, world), world, stopSignal());
}

/** Aborts at the first SIGINT or SIGTERM; a second one kills the process. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      world.log(`stopping (${name}): finishing work in progress`);
      stop.abort();
    });
  }
  return stop.signal;
}

function timeText(seconds: number): string {
  return new Date(1000 * Math.floor(seconds)).toISOString().replace('.000', '');
}
