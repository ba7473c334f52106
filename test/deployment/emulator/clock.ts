import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The time that everything in a test goes by: the functions in their processes, the queues and the peers in this
 * one. It runs at the pace of the real one and can be put forward, so that nobody waits for a delay, a
 * visibility time-out or a schedule.
 */
export type EmulatedClock = {
  /** Unix seconds. */
  readonly now: () => number;
  /** Puts the clock to a time, in Unix seconds. */
  readonly set: (at: number) => void;
  /** What processes are told: see `clock.mjs`. */
  readonly file: string;
  readonly stop: () => void;
};

/** What a process is started with to go by the clock. */
export const CLOCK_MODULE = join(import.meta.dirname, 'clock.mjs');

const machine = Date.now;

/** Starts the one clock of this process, at the time of the machine where nothing is said. */
export function startClock(at = machine() / 1000): EmulatedClock {
  if (Date.now !== machine) throw new Error('another clock is running');
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-clock-'));
  const file = join(folder, 'ahead-ms');
  let aheadMs = 0;
  const set = (to: number) => {
    aheadMs = Math.round(1000 * to - machine());
    // Renamed, lest somebody reads half a number.
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
