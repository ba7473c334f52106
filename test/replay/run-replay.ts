import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BruteTransition } from '../support/brute-replay.ts';

const MAIN = fileURLToPath(new URL('../../lib/cli/main.ts', import.meta.url));

/** What `replay --json` prints, as far as the tests read it. */
export type ReplayDocument = {
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly transitions: readonly BruteTransition[];
};

/**
 * Runs `replay --json` as a process of its own, in an empty folder with an empty environment, with `rules`
 * as its rules file where there are some.
 */
export async function runReplay(options: readonly string[], rules?: object): Promise<ReplayDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-replay-'));
  try {
    const file = join(folder, 'rules.json');
    if (rules !== undefined) writeFileSync(file, JSON.stringify(rules));
    const args = [MAIN, 'replay', '--json', ...(rules === undefined ? [] : ['--rules', file]), ...options];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      maxBuffer: 1 << 26,
      timeout: 60_000,
    });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file of labelled blocks that the environment names; tests that read it are skipped without it. */
export const BLOCKS_FILE: string | undefined = process.env.HASHTILT_BLOCKS;
