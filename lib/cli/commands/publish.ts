import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { InputError } from '../../errors.ts';
import { dayText, whole } from '../../messages/format.ts';
import { evaluationSettings } from '../delivery.ts';
import { loadSettings } from '../input.ts';
import { command } from '../options.ts';
import { print } from '../output.ts';
import { type PublishedDays, publishFolder } from '../publish-site.ts';
import { EMPTY_STORE, openFilledStore } from '../world.ts';

/** `publish --out DIR`: the public page and open data as static files. */
export function addPublishCommand(program: Command): void {
  command(
    program,
    'publish',
    'write the public page and open data as files, from what the daily job has stored',
  )
    .requiredOption('--out <folder>', 'the folder to write: an empty one, or one with a site')
    .action(async ({ out, json }) => {
      const settings = loadSettings();
      await using store = await openFilledStore(settings);
      const published = await publishFolder(out, store, evaluationSettings(settings));
      if (published === undefined) throw new InputError([EMPTY_STORE]);
      print('publish', published, json, (document) => publishText(document, out));
    });
}

function publishText({ files, bytes, from, to, changed }: PublishedDays, out: string): string {
  return [
    `${join(out, 'index.html')}: ${dayText(from)} to ${dayText(to)}`,
    `${whole(files)} files, ${(bytes / 1e6).toFixed(1)} MB; ${whole(changed.length)} of them written or removed`,
  ].join('\n');
}
