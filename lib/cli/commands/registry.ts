import { statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { dayOf, parseDay, type UtcDay } from '../../core/ledger/utc-day.ts';
import { registry } from '../../core/pools/registry.ts';
import { diffRegistry } from '../../core/pools/registry-diff.ts';
import { renderRegistryDiff } from '../../core/pools/registry-diff-text.ts';
import { registryText, updateRegistry } from '../../core/pools/registry-update.ts';
import { parseJson, readText } from '../input.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';

const FILE = join(import.meta.dirname, '../../../data/registry.json');

/** `registry diff FILE`, `registry update FILE`: compare a newer list of pools with ours, and merge its additions. */
export function addRegistryCommand(program: Command): void {
  const commands = program.command('registry').description('the pool registry');
  command(
    commands,
    'update',
    'show what a newer pools-v2.json of mempool/mining-pools adds, and merge it with --write',
  )
    .argument('<file>', 'the newer list')
    .option(
      '--of <day>',
      "the list's date, YYYY-MM-DD; by default the one in its name, or the day it was last changed",
    )
    .option('--write', 'write data/registry.json', false)
    .action((file, { of, write, json }) => {
      const diff = diffRegistry(registry, parseJson(readText(file), file), file);
      const updated = updateRegistry(
        registry,
        diff,
        of === undefined ? dayOfList(file) : parseDay(of, '--of'),
      );
      if (write) writeFileSync(FILE, registryText(updated));
      const next = write ? `written as ${updated.version}` : 'nothing is written without --write';
      print('registry-update', { ...diff, version: updated.version, written: write }, json, () =>
        [renderRegistryDiff(diff), `What is removed or moved stays as it is; ${next}.`].join('\n'),
      );
    });
  command(commands, 'diff', 'compare the registry with a newer pools-v2.json of mempool/mining-pools')
    .argument('<file>', 'the newer list')
    .action((file, { json }) => {
      print(
        'registry-diff',
        diffRegistry(registry, parseJson(readText(file), file), file),
        json,
        renderRegistryDiff,
      );
    });
}

function dayOfList(file: string): UtcDay {
  const [named] = /\d{4}-\d\d-\d\d/.exec(basename(file)) ?? [];
  return named === undefined ? dayOf(statSync(file).mtimeMs / 1000) : parseDay(named, file);
}
