import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../lib/cli/program.ts';
import { COMPILE_CACHE } from './compile-cache.ts';

const MAIN = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url));

/** A longer run is killed, and the test fails on its missing exit code. */
const LONGEST_RUN_MS = 600_000;

export type CliRun = {
  /** Null if a signal ended the run. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type CliOptions = {
  /** The whole environment that the program sees; nothing is inherited, so no machine's settings leak in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder; `.env` is read there. */
  readonly cwd?: string;
};

export type ProcessOptions = CliOptions & {
  readonly input?: string;
  /** The longest that the run may take; ten minutes by default. */
  readonly longestMs?: number;
  /** Called with the whole stderr so far, whenever it grows. */
  readonly onStderr?: (text: string, child: ChildProcess) => void;
};

/** Starts the program as a separate process, as a user does. */
export function startCli(
  args: readonly string[],
  {
    env = {},
    cwd = tmpdir(),
    input = '',
    onStderr = () => {},
    longestMs = LONGEST_RUN_MS,
  }: ProcessOptions = {},
): { readonly child: ChildProcess; readonly ended: Promise<CliRun> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  // A run that ends early does not read its input.
  child.stdin.on('error', () => {}).end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    onStderr(stderr, child);
  });
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Variables that vitest itself reads, whatever environment a program in this process sees. */
const KEPT = /^(PATH|TMPDIR|HASHTILT_(SPECS|REQUESTS|RUN)|VITEST.*)$/;

let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs the program to its end in this very process, through the entry that `main.js` calls. One run at a time:
 * environment, working folder and standard streams belong to the whole process.
 */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const run = previous.then(() => runHere(args, options));
  previous = run.catch(() => {});
  return run;
}

async function runHere(args: readonly string[], { env = {}, cwd = tmpdir() }: CliOptions): Promise<CliRun> {
  const before = { env: { ...process.env }, cwd: process.cwd(), exitCode: process.exitCode };
  const streams = { stdout: capture(process.stdout), stderr: capture(process.stderr) };
  try {
    const kept = Object.entries(before.env).filter(([name]) => KEPT.test(name));
    replaceEnvironment({ ...Object.fromEntries(kept), ...env });
    process.chdir(cwd);
    process.exitCode = undefined;
    const code = await runProgram(args);
    return { code, stdout: streams.stdout.text(), stderr: streams.stderr.text() };
  } finally {
    streams.stdout.release();
    streams.stderr.release();
    process.exitCode = before.exitCode;
    process.chdir(before.cwd);
    replaceEnvironment(before.env);
  }
}

function replaceEnvironment(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
}

/** Captures what is written to a stream from now on, instead of writing it. */
function capture(stream: NodeJS.WriteStream) {
  const { write } = stream;
  let written = '';
  stream.write = ((chunk: string | Uint8Array) => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  }) as typeof write;
  return {
    text: () => written,
    release: () => {
      stream.write = write;
    },
  };
}

/** A new folder, deleted by `using`. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'hashtilt-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
