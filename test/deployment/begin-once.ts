import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hasJava } from '../support/dynamo-local.ts';
import { type Assembly, synthesiseAssembly } from './emulator/assembly.ts';
import { startClock } from './emulator/clock.ts';
import { recentDays } from './emulator/day.ts';
import type { Items } from './emulator/items.ts';
import { begin } from './emulator/live.ts';
import { type SavedValue, saveValue } from './emulator/saved-value.ts';
import { SETTINGS } from './emulator/settings.ts';
import { startWorld } from './emulator/world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly assembly: Assembly;
    /** When the tests began, in Unix seconds: they simulate the days before. */
    readonly startedAt: number;
    /** The table after a deployment's first run. */
    readonly begun: SavedValue<Items>;
  }
}

/**
 * Synthesises the stack and performs a deployment's first run, once for all tests: bundling and the
 * evaluation of all recorded days take most of the time.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  if (!hasJava()) throw new Error('the tests of a deployment need Java 17');
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-begun-'));
  const assembly = synthesiseAssembly(SETTINGS);
  const startedAt = Date.now() / 1000;
  const days = recentDays(startedAt);
  const clock = startClock(days.timeOf(0));
  const world = await startWorld(assembly, { clock, atFullSpeed: true });
  await begin(world, days);
  const failed = world.deployment.runs.filter(({ outcome }) => outcome.kind !== 'answered');
  if (failed.length > 0) throw new Error(`the first run failed: ${JSON.stringify(failed)}`);
  const begun = saveValue(join(folder, 'begun'), await world.deployment.items());
  await world.close();
  clock.stop();
  project.provide('assembly', assembly);
  project.provide('startedAt', startedAt);
  project.provide('begun', begun);
  return () => {
    for (const made of [folder, assembly.folder]) rmSync(made, { recursive: true });
  };
}
