/**
 * Preloaded into a station (`node --import`) so that its daily job goes by a clock of work: it stands still but for the
 * time that the processor spends on the job, and a pause passes at once and puts it forward by as much. So what a slow
 * machine or a busy one takes longer for does not count, and pauses cost nobody anything. The file WORK_CLOCK holds the
 * time, in milliseconds since 1970, for all processes. Plain JavaScript, as a preload is.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const file = process.env.WORK_CLOCK;
const timeOfAll = () => Number(readFileSync(file, 'utf8'));
const workedMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

if (process.argv[1].endsWith('daily-process.ts')) {
  const began = timeOfAll();
  let pausedMs = 0;
  Date.now = () => Math.round(began + pausedMs + workedMs());
  timers.setTimeout = async (ms) => {
    pausedMs += ms;
  };
  syncBuiltinESMExports();
  process.on('exit', () => writeFileSync(file, String(Date.now())));
} else {
  Date.now = timeOfAll;
  process.on('exit', () => appendFileSync(`${file}-station`, String(workedMs())));
}
