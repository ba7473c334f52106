import type { Command } from '@commander-js/extra-typings';
import { registry } from '../../core/pools/registry.ts';
import { diffRegistry } from '../../core/pools/registry-diff.ts';
import { renderRegistryDiff } from '../../core/pools/registry-diff-text.ts';
import { parseJson, readText } from '../input.ts';
import { print } from '../output.ts';

/** `registry diff FILE`: how a newer list of pools differs from ours. */
export function addRegistryCommand(program: Command): void {
  program
    .command('registry')
    .description('the pool registry')
    .command('diff')
    .description('compare the registry with a newer pools-v2.json of mempool/mining-pools')
    .argument('<file>', 'the newer list')
    .option('--json', 'one JSON document', false)
    .action((file, { json }) => {
      print(
        'registry-diff',
        diffRegistry(registry, parseJson(readText(file), file), file),
        json,
        renderRegistryDiff,
      );
    });
}
