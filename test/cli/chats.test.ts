import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportDaily } from '../../lib/cli/chat-exports.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { chat } from '../contract/stored.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const NOW = Date.parse('2025-01-08T00:10:00Z') / 1000;
const DAY_SECONDS = 86_400;

async function storeAt(name: string, numbers: readonly number[]) {
  const path = join(folder.path, name);
  const store = await openEmbeddedStore(path);
  for (const number of numbers) await store.chats.saveChat(chat(number));
  return { path, store };
}

describe('`chats`', () => {
  it('exports to a file that only its owner may read, and imports it into another store', async () => {
    const { path, store } = await storeAt('old', [1, 2, 3]);
    await store.close();
    const file = join(folder.path, 'chats.jsonl');
    const exported = await runCli(['chats', 'export', file, '--json'], { env: { HASHTILT_STORE: path } });
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(exported.stdout)).toEqual({
      schema: 'hashtilt/chats-export@1',
      file,
      chats: 3,
      damaged: [],
    });
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');

    const env = { HASHTILT_STORE: join(folder.path, 'new') };
    expect(await runCli(['chats', 'import', file], { env })).toEqual({
      code: 0,
      stdout: '3 chats added, 0 given the settings and alarms of the file, 0 left alone\n',
      stderr: '',
    });
    const again = await runCli(['chats', 'import', file, '--json'], { env });
    expect(JSON.parse(again.stdout)).toEqual({
      schema: 'hashtilt/chats-import@1',
      file,
      added: 0,
      completed: 0,
      known: 3,
    });
  });

  it('creates no store for an invalid file', async () => {
    const file = join(folder.path, 'none.jsonl');
    writeFileSync(file, 'hello\n');
    const path = join(folder.path, 'never');
    const { code, stdout, stderr } = await runCli(['chats', 'import', file], {
      env: { HASHTILT_STORE: path },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${file}: line 1: `));
    expect(readdirSync(folder.path)).not.toContain('never');
  });

  it('says which file it cannot write', async () => {
    const file = join(folder.path, 'nowhere/chats.jsonl');
    const env = { HASHTILT_STORE: join(folder.path, 'old') };
    expect(await runCli(['chats', 'export', file], { env })).toEqual({
      code: 1,
      stdout: '',
      stderr: `${file}: cannot be written (ENOENT)\n`,
    });
  });
});

describe('the nightly export', () => {
  it('is written once a day, and the last seven are kept', async () => {
    const { store } = await storeAt('nights', [1, 2]);
    const exports = join(folder.path, 'nights-chats');
    for (let day = 0; day < 9; day++) {
      const at = NOW + day * DAY_SECONDS;
      expect(await exportDaily(store, exports, at)).toMatchObject({ chats: 2, damaged: [] });
      expect(await exportDaily(store, exports, at + 3600)).toBeUndefined();
    }
    await store.close();
    expect(readdirSync(exports).sort()).toEqual(
      ['10', '11', '12', '13', '14', '15', '16'].map((day) => `chats-2025-01-${day}.jsonl`),
    );
  });

  it('is not replaced on the same day by a store that has lost its chats', async () => {
    const { store } = await storeAt('whole', [1, 2]);
    const exports = join(folder.path, 'whole-chats');
    const made = await exportDaily(store, exports, NOW);
    await store.close();
    const { store: lost } = await storeAt('lost', []);
    expect(await exportDaily(lost, exports, NOW + 3600)).toBeUndefined();
    expect(await exportDaily(lost, exports, NOW + DAY_SECONDS)).toBeUndefined();
    await lost.close();
    expect(readdirSync(exports)).toEqual(['chats-2025-01-08.jsonl']);
    expect(readFileSync(made!.file, 'utf8').trimEnd().split('\n')).toHaveLength(4);
  });
});
