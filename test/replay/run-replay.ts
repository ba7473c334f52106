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
 * as its rules file and `csv` as its file of blocks where they are given.
 */
export async function runReplay(
  options: readonly string[],
  rules?: object,
  csv?: string,
): Promise<ReplayDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-replay-'));
  try {
    const files = [
      { option: '--rules', file: join(folder, 'rules.json'), text: rules && JSON.stringify(rules) },
      { option: '--blocks', file: join(folder, 'blocks.csv'), text: csv },
    ];
    const args = [MAIN, 'replay', '--json', ...options];
    for (const { option, file, text } of files) {
      if (text === undefined) continue;
      writeFileSync(file, text);
      args.push(option, file);
    }
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
