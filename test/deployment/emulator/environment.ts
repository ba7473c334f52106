import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { CLOCK_MODULE, type EmulatedClock } from './clock.ts';
import type { FunctionSetup } from './function-setup.ts';
import { createLimits, type Limits } from './limits.ts';
import { type Outcome, startRuntimeApi } from './runtime-api.ts';
import { RUNTIME_CLIENT } from './runtime-client.ts';
import { REGION, SQS_ADDRESS } from './template.ts';

export type EnvironmentOptions = {
  /** Address for calls to AWS. */
  readonly awsEndpoint: string;
  /** The machine's own by default. */
  readonly clock?: EmulatedClock;
  /** Lifts the CPU quota that comes with the memory, for tests that do not measure time. */
  readonly atFullSpeed?: boolean;
  /** Called with every line the function logs. */
  readonly onLog: (line: string) => void;
};

/** One invocation: its outcome, its duration, and the duration of the cold start before it, if there was one. */
export type Run = {
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly startSeconds: number | null;
  readonly peakMiB: number | null;
  /** CPU time, which other work on this machine does not lengthen; null if the process has ended. */
  readonly cpuSeconds: number | null;
};

/**
 * One execution environment: a process in which AWS's own runtime client runs the bundle, with the variables of
 * the template and those that Lambda sets, frozen between invocations.
 */
export class ExecutionEnvironment {
  private readonly child: ChildProcess;
  private readonly api: Awaited<ReturnType<typeof startRuntimeApi>>;
  private readonly limits: Limits;
  private readonly setup: FunctionSetup;
  private startSeconds: number | null = null;
  private alive = true;
  private readonly gone: Promise<unknown>;

  private constructor(
    setup: FunctionSetup,
    api: Awaited<ReturnType<typeof startRuntimeApi>>,
    limits: Limits,
    options: EnvironmentOptions,
  ) {
    this.setup = setup;
    this.api = api;
    this.limits = limits;
    this.child = spawn(
      '/bin/sh',
      [
        ...['-c', `${limits.enter}; exec "$@"`, 'sh'],
        process.execPath,
        ...(options.clock === undefined ? [] : ['--import', CLOCK_MODULE]),
        RUNTIME_CLIENT,
      ],
      {
        cwd: setup.folder,
        env: variablesOf(setup, api.address, options),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) options.onLog(line);
      });
    }
    this.gone = once(this.child, 'exit').then(([code, signal]) => {
      if (this.alive) options.onLog(`the process ended by itself: ${signal ?? `exit code ${code}`}`);
      this.alive = false;
      api.exited();
    });
  }

  /** Starts the process and waits until it asks for an event; returns the error if it fails to start. */
  static async start(
    setup: FunctionSetup,
    options: EnvironmentOptions,
  ): Promise<ExecutionEnvironment | { readonly error: unknown }> {
    const api = await startRuntimeApi();
    const began = performance.now();
    const environment = new ExecutionEnvironment(
      setup,
      api,
      createLimits(setup.memoryMiB, options.atFullSpeed),
      options,
    );
    const start = await api.started;
    environment.startSeconds = (performance.now() - began) / 1000;
    if (start.kind === 'ready') return environment;
    await environment.stop();
    return { error: start.error };
  }

  get isAlive(): boolean {
    return this.alive;
  }

  /** How long the process took to ask for its first event. */
  get seconds(): number {
    return this.startSeconds ?? 0;
  }

  /** Runs one event; a run that takes longer than the template allows is killed, as on Lambda. */
  async invoke(event: unknown): Promise<Run> {
    this.child.kill('SIGCONT');
    this.limits.throttle(this.child.pid!);
    const cpuBefore = cpuSecondsOf(this.child.pid!);
    const began = performance.now();
    const limitMs = 1000 * this.setup.timeoutSeconds;
    const timer = Promise.withResolvers<Outcome>();
    const timeout = setTimeout(() => timer.resolve({ kind: 'timed-out' }), limitMs);
    const outcome = await Promise.race([
      this.api.invoke(event, this.setup.arn, Date.now() + limitMs),
      timer.promise,
    ]);
    clearTimeout(timeout);
    const seconds = (performance.now() - began) / 1000;
    const startSeconds = this.startSeconds;
    const peakMiB = this.limits.peakMiB();
    const cpuAfter = cpuSecondsOf(this.child.pid!);
    const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    this.startSeconds = null;
    if (outcome.kind === 'timed-out') await this.stop();
    else if (this.isAlive) this.child.kill('SIGSTOP');
    return { outcome, seconds, startSeconds, peakMiB, cpuSeconds };
  }

  /** Ends the process at once, as a failing host would. */
  kill(): void {
    // Set here, so that it gets no other event before its exit is noticed.
    this.alive = false;
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.gone;
    await this.api.close();
    await this.limits.remove();
  }
}

/** The variables that Lambda sets ("Defined runtime environment variables"), and the template's own. */
function variablesOf(
  setup: FunctionSetup,
  runtimeApi: string,
  { awsEndpoint, clock }: EnvironmentOptions,
): NodeJS.ProcessEnv {
  // The SDK calls a queue at its own URL, whatever AWS_ENDPOINT_URL says.
  const variables = Object.entries(setup.variables).map(([name, value]) => [
    name,
    value.replace(SQS_ADDRESS, awsEndpoint),
  ]);
  return {
    ...(clock !== undefined && { EMULATED_CLOCK: clock.file }),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: setup.handler,
    LAMBDA_TASK_ROOT: setup.folder,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_LAMBDA_FUNCTION_NAME: setup.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(setup.memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: setup.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'emulated',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // The gateway identifies the calling function by this key.
    AWS_ACCESS_KEY_ID: setup.name,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_SESSION_TOKEN: 'emulated',
    AWS_ENDPOINT_URL: awsEndpoint,
    ...Object.fromEntries(variables),
  };
}

/** CPU time of a process; Linux counts in hundredths of a second (proc(5), fields 14 and 15). */
function cpuSecondsOf(pid: number): number | null {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
