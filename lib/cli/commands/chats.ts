import type { Command } from '@commander-js/extra-typings';
import { mergeChats, parseChatsFile } from '../../chats/chats-file.ts';
import { counted } from '../../messages/format.ts';
import { now } from '../../world.ts';
import { exportChats } from '../chat-exports.ts';
import { fileError, loadSettings, readText } from '../input.ts';
import { command } from '../options.ts';
import { print, printStatus } from '../output.ts';
import { openStore } from '../world.ts';

/** `chats export FILE` and `chats import FILE`: back up and restore the chats, which cannot be derived again. */
export function addChatsCommand(program: Command): void {
  const chats = program
    .command('chats')
    .description('export and import chats with their settings and alarms');
  command(chats, 'export', 'write all chats to a file; everything else in a store can be derived again')
    .argument('<file>', 'the file to write')
    .action(async (file, { json }) => {
      await using store = await openStore(loadSettings());
      const exported = await exportChats(store, file, now()).catch((cause: NodeJS.ErrnoException) => {
        throw cause.syscall === undefined ? cause : fileError(file, 'written', cause);
      });
      for (const { vendor, address, reason } of exported.damaged)
        printStatus(`${vendor} ${address} is left out: ${reason}`);
      if (exported.damaged.length > 0) process.exitCode = 1;
      const { chats: count } = exported;
      print(
        'chats-export',
        { file, ...exported },
        json,
        () => `${counted(count, 'chat')} written to ${file}`,
      );
    });
  command(chats, 'import', 'import chats from an exported file; newer settings stay')
    .argument('<file>', 'a file that `chats export` or a station wrote')
    .action(async (file, { json }) => {
      const found = parseChatsFile(readText(file), file);
      await using store = await openStore(loadSettings());
      const merged = await mergeChats(store.chats, found);
      print(
        'chats-import',
        { file, ...merged },
        json,
        ({ added, completed, known }) =>
          `${counted(added, 'chat')} added, ${completed} given the settings and alarms of the file, ${known} left alone`,
      );
    });
}
