import { writeFileSync } from 'node:fs';
import type { EmulatedDeployment } from './deployment.ts';

/** What one run of a function takes of what AWS charges for. */
export type RunUsage = {
  readonly memoryMiB: number;
  /** Time on a CPU. At the share of a core that comes with the memory it takes as much longer. */
  readonly cpuSeconds: number;
  /** Units of DynamoDB. */
  readonly reads: number;
  readonly writes: number;
  readonly logBytes: number;
};

/** Kinds of runs, by what they found to do. */
export type Usage = {
  readonly runs: Readonly<Record<string, RunUsage>>;
  readonly tableBytes: number;
  readonly alarms: number;
};

const WRITES = /^(Put|Update|Delete|BatchWrite)Item$/;

/** Fires a schedule once, and counts what that run took. */
export async function usageOf(deployment: EmulatedDeployment, name: string): Promise<RunUsage> {
  const { gateway, logs, functions } = deployment;
  const [calls, lines] = [gateway.recorded.length, logs.length];
  const { cpuSeconds } = await deployment.fire(name);
  const own = gateway.recorded.slice(calls);
  const units = (isWrite: boolean) =>
    own
      .filter(({ operation }) => WRITES.test(operation) === isWrite)
      .reduce((sum, one) => sum + one.units, 0);
  return {
    memoryMiB: functions.find((one) => one.name === name)!.memoryMiB,
    // Linux counts in hundredths.
    cpuSeconds: Number((cpuSeconds ?? 0).toFixed(2)),
    reads: units(false),
    writes: units(true),
    logBytes: logs.slice(lines).reduce((sum, { line }) => sum + JSON.stringify(line).length, 0),
  };
}

/** Writes what was counted to the file that `HASHTILT_USAGE` names, from which the page of costs is made. */
export function recordUsage(usage: Usage): void {
  const file = process.env.HASHTILT_USAGE;
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(usage, null, 2)}\n`);
}
