import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newChat } from '../../../lib/chats/chat.ts';
import { openEmbeddedStore } from '../../../lib/store/embedded-store.ts';
import { crc32c } from '../../../lib/store/leveldb/checksum.ts';
import { findDamage } from '../../../lib/store/leveldb/find-damage.ts';
import { damageOfLog } from '../../../lib/store/leveldb/log-file.ts';
import { damageOfTable } from '../../../lib/store/leveldb/table-file.ts';
import { temporaryFolder } from '../../support/run-cli.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  return () => folder[Symbol.dispose]();
});

/** The newest file of a folder whose name matches. */
function fileOf(path: string, name: RegExp): string {
  return readdirSync(path)
    .filter((file) => name.test(file))
    .sort()
    .at(-1)!;
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[at] = bytes[at]! ^ (1 << (at % 8));
  return flipped;
}

/** Offsets spread evenly over some bytes, from the first to the last. */
function places(from: number, to: number, count: number): readonly number[] {
  return Array.from(
    { length: count },
    (_, index) => from + Math.floor((index * (to - 1 - from)) / (count - 1)),
  );
}

it('CRC-32C matches the values of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
  expect(crc32c(new Uint8Array(32).fill(0xff)).toString(16)).toBe('62a8ab43');
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index)).toString(16)).toBe('46dd794e');
});

describe('a store of 1,000 chats', () => {
  let sound: ReturnType<typeof temporaryFolder>;
  beforeAll(async () => {
    sound = temporaryFolder();
    await addChats(0, 800);
    // On opening, the log is written to a table and a new log begins.
    await addChats(800, 200);
    return () => sound[Symbol.dispose]();
  });

  async function addChats(from: number, count: number): Promise<void> {
    const store = await openEmbeddedStore(sound.path);
    const chats = Array.from({ length: count }, (_, index) =>
      newChat({ vendor: 'telegram', address: String(700_000_000 + from + index) }, 'private', 0),
    );
    await Promise.all(chats.map((chat) => store.chats.saveChat(chat)));
    await store.close();
  }

  function copyWith(name: RegExp, change: (bytes: Uint8Array) => Uint8Array): string {
    for (const file of readdirSync(sound.path)) {
      const bytes = readFileSync(join(sound.path, file));
      writeFileSync(join(folder.path, file), bytes);
    }
    const file = fileOf(folder.path, name);
    writeFileSync(join(folder.path, file), change(readFileSync(join(folder.path, file))));
    return file;
  }

  it('is not opened with any of 200 bytes flipped in its log, and the error names folder, file and offset', async () => {
    const file = copyWith(/\.log$/, (log) => places(20_000, log.length, 200).reduce(flip, log));
    await expect(openEmbeddedStore(folder.path)).rejects.toThrow(
      new RegExp(
        `^the store in ${folder.path} is damaged: ${file} is not what was written from byte \\d+ on\\. It is left as it is\\. Move the folder away and start again; \`chats import\` restores its chats from their newest export$`,
      ),
    );
  });

  it.each([
    ['its tables', /\.ldb$/],
    ['the list of its tables', /^MANIFEST-/],
  ])('is not opened with a flipped byte in %s', async (_what, name) => {
    const file = copyWith(name, (bytes) => flip(bytes, Math.floor(bytes.length / 2)));
    await expect(openEmbeddedStore(folder.path)).rejects.toThrow(
      `is damaged: ${file} is not what was written`,
    );
  });

  it('is opened with a record cut off, since that was never acknowledged', async () => {
    copyWith(/\.log$/, (log) => log.subarray(0, log.length - 5));
    await (await openEmbeddedStore(folder.path)).close();
  });

  it('has no byte in its log or tables that can be flipped unnoticed', () => {
    const log = readFileSync(join(sound.path, fileOf(sound.path, /\.log$/)));
    const table = readFileSync(join(sound.path, fileOf(sound.path, /\.ldb$/)));
    expect([damageOfLog(log), damageOfTable(table)]).toEqual([undefined, undefined]);
    // The last six bytes of a block may be padding, which is never read.
    const inLog = [...places(0, log.length, 400), ...places(log.length - 700, log.length, 700)];
    for (const at of inLog.filter((place) => place % 32_768 < 32_762))
      expect(damageOfLog(flip(log, at)), `byte ${at} of the log`).toBeDefined();
    for (const at of places(0, table.length - 48, 400))
      expect(damageOfTable(flip(table, at)), `byte ${at} of the table`).toBeDefined();
  });
});

it('files that LevelDB has written, compacted and compressed are sound', async () => {
  const files = new ClassicLevel(folder.path, { writeBufferSize: 2 ** 16, maxFileSize: 2 ** 16 });
  for (let round = 0; round < 20; round++)
    await files.batch(
      Array.from({ length: 200 }, (_, index) => ({
        type: 'put' as const,
        key: `key ${index * (round % 7)}`,
        // Incompressible, of various lengths, some longer than a block of the log.
        value:
          index % 50 === 0
            ? 'x'.repeat(40_000)
            : Math.random()
                .toString(36)
                .repeat(1 + (index % 30)),
      })),
    );
  await files.close();
  expect(readdirSync(folder.path).filter((file) => file.endsWith('.ldb')).length).toBeGreaterThan(1);
  expect(await findDamage(folder.path)).toBeUndefined();
});
