import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A function of 1,769 MiB has one core (Lambda developer guide, "Configure Lambda function memory"). */
const MIB_PER_CORE = 1_769;

const PERIOD_US = 20_000;

let count = 0;

/** Memory and CPU of one execution environment. */
export type Limits = {
  /** A shell command with which a process puts itself under the memory limit. */
  readonly enter: string;
  /** Puts a process under the CPU quota. */
  readonly throttle: (pid: number) => void;
  /** Peak memory in MiB; null if this machine cannot measure it. */
  readonly peakMiB: () => number | null;
  readonly remove: () => Promise<void>;
};

/** Whether this machine can limit processes: needs cgroups v1, and the right to create some. */
function canLimit(): boolean {
  try {
    const folder = `/sys/fs/cgroup/cpu/hashtilt-try-${process.pid}`;
    mkdirSync(folder);
    readFileSync(`${folder}/cpu.cfs_quota_us`);
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/**
 * Creates limits that the kernel enforces; none if the machine does not allow it.
 *
 * @param atFullSpeed leaves out the CPU quota.
 */
export function createLimits(memoryMiB: number, atFullSpeed = false): Limits {
  if (!canLimit()) return { enter: ':', throttle: () => {}, peakMiB: () => null, remove: async () => {} };
  count += 1;
  const name = `hashtilt-${process.pid}-${count}`;
  const memory = `/sys/fs/cgroup/memory/${name}`;
  const cpu = `/sys/fs/cgroup/cpu/${name}`;
  mkdirSync(memory);
  mkdirSync(cpu);
  writeFileSync(`${memory}/memory.limit_in_bytes`, String(memoryMiB * 2 ** 20));
  writeFileSync(`${cpu}/cpu.cfs_period_us`, String(PERIOD_US));
  writeFileSync(`${cpu}/cpu.cfs_quota_us`, String(Math.round((PERIOD_US * memoryMiB) / MIB_PER_CORE)));
  return {
    enter: `echo $$ >${memory}/cgroup.procs`,
    throttle: (pid) => {
      if (!atFullSpeed) writeFileSync(`${cpu}/cgroup.procs`, String(pid));
    },
    peakMiB: () => Number(readFileSync(`${memory}/memory.max_usage_in_bytes`, 'utf8')) / 2 ** 20,
    remove: async () => {
      for (const folder of [memory, cpu]) {
        // A process that has just ended still counts as a member for a moment.
        for (let tries = 50; !removed(folder) && tries > 0; tries--) await sleep(20);
      }
    },
  };
}

function removed(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
