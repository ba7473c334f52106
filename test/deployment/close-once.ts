import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startClock } from './emulator/clock.ts';
import { type Closing, liveToClosing } from './emulator/closing.ts';
import { recentDays } from './emulator/day.ts';
import { loadValue, type SavedValue, saveValue } from './emulator/saved-value.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The closing of a day if nothing goes wrong. */
    readonly closing: SavedValue<Closing>;
  }
}

/** Runs a deployment up to the closing of a day, for all tests in which something goes wrong during it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const { assembly, startedAt, begun } = project.getProvidedContext();
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-closing-'));
  const days = recentDays(startedAt);
  const clock = startClock(days.timeOf(0));
  const closing = await liveToClosing(assembly, clock, days, loadValue(begun));
  clock.stop();
  project.provide('closing', saveValue(join(folder, 'closing'), closing));
  return () => rmSync(folder, { recursive: true });
}
