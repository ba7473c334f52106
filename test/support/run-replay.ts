import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BruteTransition } from './brute-replay.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

/** The output of `replay --json` that tests read. */
export type ReplayDocument = {
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly transitions: readonly BruteTransition[];
};

/**
 * Runs `replay --json` in an empty folder with an empty environment, with `rules` as its rules file and `csv` as
 * its file of blocks where they are given.
 */
export async function runReplay(
  options: readonly string[],
  rules?: object,
  csv?: string,
): Promise<ReplayDocument> {
  using folder = temporaryFolder();
  const files = [
    { option: '--rules', file: join(folder.path, 'rules.json'), text: rules && JSON.stringify(rules) },
    { option: '--blocks', file: join(folder.path, 'blocks.csv'), text: csv },
  ];
  const args = ['replay', '--json', ...options];
  for (const { option, file, text } of files) {
    if (text === undefined) continue;
    writeFileSync(file, text);
    args.push(option, file);
  }
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The file of labelled blocks named by the environment; without it, tests that read it are skipped. */
export const BLOCKS_FILE: string | undefined = process.env.HASHTILT_BLOCKS;
