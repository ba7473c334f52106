import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { done, failed, type StepResult } from './steps.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Runs the CDK command line on the project's stack, with its output on stderr. */
export async function runCdk(args: readonly string[]): Promise<StepResult> {
  const bin = join(ROOT, 'node_modules/.bin');
  const child = spawn(join(bin, 'cdk'), args, {
    cwd: ROOT,
    // Standard output is for our own document.
    stdio: ['inherit', process.stderr, process.stderr],
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return code === 0
    ? done(`cdk ${args[0]}`)
    : failed(`cdk ${args[0]} ended with ${code}; see its output above`);
}
