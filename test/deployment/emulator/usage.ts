import { writeFileSync } from 'node:fs';
import type { EmulatedDeployment } from './deployment.ts';

/** What the runs of one function used of what AWS charges for. */
export type FunctionUsage = {
  readonly runs: number;
  readonly memoryMiB: number;
  /** CPU time. With the share of a core that comes with the memory, a run takes proportionally longer. */
  readonly cpuSeconds: number;
  /** Units of DynamoDB. */
  readonly reads: number;
  readonly writes: number;
  /** Requests to SQS: messages sent, and visibility timeouts changed. */
  readonly sent: number;
  /** Requests to S3 that write or list, and that read. */
  readonly puts: number;
  readonly gets: number;
  readonly logBytes: number;
};

/** The usage of one act, by function. */
export type ActUsage = Readonly<Record<string, FunctionUsage>>;

/** Measured usage. */
export type Usage = {
  readonly acts: Readonly<Record<string, ActUsage>>;
  /** Size of the table without chats, of the items of one chat, and of one delivery record. */
  readonly tableBytes: number;
  readonly chatBytes: number;
  readonly recordBytes: number;
  /** Bytes sent to a service for one message, including its picture. */
  readonly messageBytes: Readonly<
    Record<'telegram' | 'discord', Readonly<Record<'digest' | 'warning', number>>>
  >;
  /** Size of the page in its bucket. */
  readonly pageBytes: number;
  /** Size of its front page, not compressed. */
  readonly frontPageBytes: number;
  readonly alarms: number;
  /** Queues that Lambda polls, even while they are empty: those with limited concurrency, and others. */
  readonly polledQueues: { readonly limited: number; readonly others: number };
};

const WRITES = /^(Put|Update|Delete|BatchWrite)Item$/;

/** Runs an act and measures its usage. */
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

/** Saves measured usage to the file that `HASHTILT_USAGE` names, from which the cost page is generated. */
export function recordUsage(usage: Usage): void {
  const file = process.env.HASHTILT_USAGE;
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(usage, null, 2)}\n`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
