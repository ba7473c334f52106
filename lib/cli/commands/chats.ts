import type { Command } from '@commander-js/extra-typings';
import { mergeChats, parseChatsFile } from '../../chats/chats-file.ts';
import { InputError } from '../../errors.ts';
import { now } from '../../world.ts';
import { exportChats } from '../chat-exports.ts';
import { loadSettings, readText } from '../input.ts';
import { print, tell } from '../output.ts';
import { openStore } from '../world.ts';

/** `chats export FILE` and `chats import FILE`: what cannot be derived again, and how it comes back. */
export function addChatsCommand(program: Command): void {
  const chats = program.command('chats').description('chats with their settings and watches, as a file');
  chats
    .command('export')
    .description('writes all chats into a file; nothing else of a store is lost for good')
    .argument('<file>', 'the file to write')
    .option('--json', 'one JSON document', false)
    .action(async (file, { json }) => {
      const store = await openStore(loadSettings());
      try {
        const exported = await exportChats(store, file, now()).catch((cause: NodeJS.ErrnoException) => {
          if (cause.syscall === undefined) throw cause;
          throw new InputError([{ where: file, what: `cannot be written (${cause.code})` }], { cause });
        });
        for (const { vendor, address, reason } of exported.damaged)
          tell(`${vendor} ${address} is left out: ${reason}`);
        if (exported.damaged.length > 0) process.exitCode = 1;
        print(
          'chats-export',
          { file, ...exported },
          json,
          () => `${exported.chats} chats written to ${file}`,
        );
      } finally {
        await store.close();
      }
    });
  chats
    .command('import')
    .description('takes in the chats of such a file; what was chosen since then stays')
    .argument('<file>', 'a file of `chats export`, or of a night of the station')
    .option('--json', 'one JSON document', false)
    .action(async (file, { json }) => {
      const found = parseChatsFile(readText(file), file);
      const store = await openStore(loadSettings());
      try {
        const merged = await mergeChats(store.chats, found);
        print(
          'chats-import',
          { file, ...merged },
          json,
          ({ added, completed, known }) =>
            `${added} chats added, ${completed} completed that had nothing of their own, ${known} left as they are`,
        );
      } finally {
        await store.close();
      }
    });
}
