import { type EnvironmentOptions, ExecutionEnvironment, type Run } from './environment.ts';
import type { FunctionSetup } from './function-setup.ts';

/** A line that a function logged, parsed if it is JSON. */
export type LogLine = { readonly name: string; readonly line: unknown };

/** Lambda itself: creates execution environments on demand, and reuses them. */
export type Invoker = {
  readonly invoke: (setup: FunctionSetup, event: unknown) => Promise<Run>;
  readonly logs: readonly LogLine[];
  /** Every run so far, in the order they ended. */
  readonly runs: readonly (Run & { readonly name: string })[];
  /** The highest number of concurrent runs so far. */
  readonly peakConcurrency: () => number;
  /** Kills the processes of a function, whatever they are doing. */
  readonly kill: (name: string) => void;
  /** Ends all execution environments, so that the next runs start cold. */
  readonly coolDown: () => Promise<void>;
};

export function createInvoker(options: Omit<EnvironmentOptions, 'onLog'>): Invoker {
  const logs: LogLine[] = [];
  const runs: (Run & { name: string })[] = [];
  const environments = new Map<string, ExecutionEnvironment[]>();
  const busy = new Set<ExecutionEnvironment>();
  let [atOnce, peakConcurrency] = [0, 0];

  /** An idle environment, or a new one; a failed run if that does not start. */
  async function environmentFor(setup: FunctionSetup): Promise<ExecutionEnvironment | Run> {
    const all = environments.get(setup.name) ?? [];
    environments.set(setup.name, all);
    const idle = all.find((one) => one.isAlive && !busy.has(one));
    if (idle !== undefined) return engage(idle);
    const onLog = (line: string) => logs.push({ name: setup.name, line: parsed(line) });
    const made = await ExecutionEnvironment.start(setup, { ...options, onLog });
    if ('error' in made)
      return {
        outcome: { kind: 'failed', error: made.error },
        seconds: 0,
        startSeconds: null,
        peakMiB: null,
        cpuSeconds: null,
      };
    all.push(made);
    return engage(made);
  }

  /** Marks an environment as busy before anything is awaited, so that no other event gets it. */
  function engage(environment: ExecutionEnvironment): ExecutionEnvironment {
    busy.add(environment);
    return environment;
  }

  async function runIn(environment: ExecutionEnvironment, event: unknown): Promise<Run> {
    const run = await environment.invoke(event);
    busy.delete(environment);
    return run;
  }

  return {
    logs,
    runs,
    peakConcurrency: () => peakConcurrency,
    async invoke(setup, event) {
      atOnce += 1;
      peakConcurrency = Math.max(peakConcurrency, atOnce);
      const environment = await environmentFor(setup);
      const run = environment instanceof ExecutionEnvironment ? await runIn(environment, event) : environment;
      atOnce -= 1;
      runs.push({ name: setup.name, ...run });
      return run;
    },
    kill: (name) => {
      for (const one of environments.get(name) ?? []) one.kill();
    },
    coolDown: async () => {
      const all = [...environments.values()].flat();
      environments.clear();
      await Promise.all(all.map((one) => one.stop()));
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
