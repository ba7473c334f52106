import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The time of everything in a test: the functions in their processes, the queues and the peers in this
 * one. It runs at real speed and can be moved forward, so that nothing waits for a delay, a
 * visibility timeout or a schedule.
 */
export type EmulatedClock = {
  /** Unix seconds. */
  readonly now: () => number;
  /** Sets the clock, in Unix seconds. */
  readonly set: (at: number) => void;
  /** Environment for processes: see `clock.mjs`. */
  readonly file: string;
  readonly stop: () => void;
};

/** The module that makes a process use the clock. */
export const CLOCK_MODULE = join(import.meta.dirname, 'clock.mjs');

const machine = Date.now;

/** Starts the only clock of this process, by default at the machine's time. */
export function startClock(at = machine() / 1000): EmulatedClock {
  if (Date.now !== machine) throw new Error('another clock is running');
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-clock-'));
  const file = join(folder, 'ahead-ms');
  let aheadMs = 0;
  const set = (to: number) => {
    aheadMs = Math.round(1000 * to - machine());
    // Written by rename, so that nobody reads half a number.
    writeFileSync(`${file}-new`, String(aheadMs));
    renameSync(`${file}-new`, file);
  };
  set(at);
  Date.now = () => machine() + aheadMs;
  return {
    now: () => Date.now() / 1000,
    set,
    file,
    stop: () => {
      Date.now = machine;
      rmSync(folder, { recursive: true });
    },
  };
}
