import { writeFileSync } from 'node:fs';
import type { EmulatedDeployment } from './deployment.ts';

/** What the runs of one function took of what AWS charges for. */
export type FunctionUsage = {
  readonly runs: number;
  readonly memoryMiB: number;
  /** Time on a CPU. At the share of a core that comes with the memory it takes as much longer. */
  readonly cpuSeconds: number;
  /** Units of DynamoDB. */
  readonly reads: number;
  readonly writes: number;
  /** Requests to SQS: messages put into queues, and messages that are to come again sooner or later. */
  readonly sent: number;
  /** Requests to S3 that write or list, and that read. */
  readonly puts: number;
  readonly gets: number;
  readonly logBytes: number;
};

/** What one act took, by the names of the functions that ran for it. */
export type ActUsage = Readonly<Record<string, FunctionUsage>>;

/** What was counted, by what was done. */
export type Usage = {
  readonly acts: Readonly<Record<string, ActUsage>>;
  /** Of the table without chats, of what is kept about one chat, and of the record of one message to it. */
  readonly tableBytes: number;
  readonly chatBytes: number;
  readonly recordBytes: number;
  /** What one message sends to a service, its picture included. */
  readonly messageBytes: Readonly<
    Record<'telegram' | 'discord', Readonly<Record<'digest' | 'warning', number>>>
  >;
  /** Of the page in its bucket. */
  readonly pageBytes: number;
  /** Of its front page, not compressed. */
  readonly frontPageBytes: number;
  readonly alarms: number;
  /** Queues that Lambda polls, whether or not anything is in them; of some it limits how many runs work on them. */
  readonly polledQueues: { readonly limited: number; readonly others: number };
};

const WRITES = /^(Put|Update|Delete|BatchWrite)Item$/;

/** Does something and counts what that took. */
export async function usageOf(
  { gateway, logs, runs, functions }: EmulatedDeployment,
  act: () => Promise<unknown>,
): Promise<ActUsage> {
  const [calls, lines, before] = [gateway.recorded.length, logs.length, runs.length];
  await act();
  const own = Map.groupBy(runs.slice(before), ({ name }) => name);
  return Object.fromEntries(
    [...own].map(([name, ofFunction]) => {
      const asked = gateway.recorded.slice(calls).filter(({ caller }) => caller === name);
      const units = (isWrite: boolean) =>
        sum(asked.filter(({ operation }) => WRITES.test(operation) === isWrite).map((one) => one.units));
      const logged = logs.slice(lines).filter((one) => one.name === name);
      return [
        name.replace(/^hashtilt-\w+-/, ''),
        {
          runs: ofFunction.length,
          memoryMiB: functions.find((one) => one.name === name)!.memoryMiB,
          // Linux counts in hundredths.
          cpuSeconds: Number(sum(ofFunction.map(({ cpuSeconds }) => cpuSeconds ?? 0)).toFixed(2)),
          reads: units(false),
          writes: units(true),
          sent: asked.filter(({ service }) => service === 'sqs').length,
          puts: asked.filter(({ operation }) => /^(PutObject|ListObjectsV2)$/.test(operation)).length,
          gets: asked.filter(({ operation }) => operation === 'GetObject').length,
          logBytes: sum(logged.map(({ line }) => JSON.stringify(line).length)),
        },
      ];
    }),
  );
}

/** Writes what was counted to the file that `HASHTILT_USAGE` names, from which the page of costs is made. */
export function recordUsage(usage: Usage): void {
  const file = process.env.HASHTILT_USAGE;
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(usage, null, 2)}\n`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
