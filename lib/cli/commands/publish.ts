import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { dayText, whole } from '../../messages/format.ts';
import { evaluationSettings, nothingYet } from '../delivery.ts';
import { loadSettings } from '../input.ts';
import { print } from '../output.ts';
import { type PublishedDays, publishFolder } from '../publish-site.ts';
import { hasStore, openStore } from '../world.ts';

/** `publish --out DIR`: the public page and open data as static files. */
export function addPublishCommand(program: Command): void {
  program
    .command('publish')
    .description('writes the public page and open data as files, from what the daily job has stored')
    .requiredOption('--out <folder>', 'the folder to write: an empty one, or one with a site')
    .option('--json', 'one JSON document', false)
    .action(async ({ out, json }) => {
      const settings = loadSettings();
      if (!hasStore(settings)) throw nothingYet();
      const store = await openStore(settings);
      try {
        const published = await publishFolder(out, store, evaluationSettings(settings));
        if (published === undefined) throw nothingYet();
        print('publish', published, json, (document) => publishText(document, out));
      } finally {
        await store.close();
      }
    });
}

function publishText({ files, bytes, from, to, changed }: PublishedDays, out: string): string {
  return [
    `${join(out, 'index.html')}: ${dayText(from)} to ${dayText(to)}`,
    `${whole(files)} files, ${(bytes / 1e6).toFixed(1)} MB; ${whole(changed.length)} of them written or removed`,
  ].join('\n');
}
