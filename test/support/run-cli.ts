import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../lib/cli/main.ts', import.meta.url));

/** Compiled code that runs share, since a test starts dozens of them. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/hashtilt-test', import.meta.url));

/** No run takes longer; what does is ended, and the test fails on the missing exit code. */
const LONGEST_RUN_MS = 120_000;

export type CliRun = {
  /** Null where a signal ended the run. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type CliOptions = {
  /** The whole environment beside PATH and the compile cache; nothing is inherited, so no machine's settings leak in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder; `.env` is read there. */
  readonly cwd?: string;
  readonly input?: string;
  /** Longer than this no run takes; two minutes where nothing is said. */
  readonly longestMs?: number;
  /** Told all that came on stderr so far, whenever more has come. */
  readonly onStderr?: (text: string, child: ChildProcess) => void;
};

/** Starts the program as a process of its own, the way a user does. */
export function startCli(
  args: readonly string[],
  { env = {}, cwd = tmpdir(), input = '', onStderr = () => {}, longestMs = LONGEST_RUN_MS }: CliOptions = {},
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

/** Runs the program to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return startCli(args, options).ended;
}

/** A new folder that disappears with `using`. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'hashtilt-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
