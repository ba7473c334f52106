import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.ts';
import { seedStore } from '../support/seeded-store.ts';

describe('publish', () => {
  it('refuses a folder with foreign files, and leaves them alone', async () => {
    using store = await seedStore();
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'index.html'), 'mine');
    const env = { HASHTILT_STORE: store.path };
    const { code, stderr } = await runCli(['publish', '--out', folder.path], { env });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `${folder.path}: contains someone else's files; name an empty folder, or one with a site\n`,
    );
    expect(readdirSync(folder.path)).toEqual(['index.html']);
    expect(readFileSync(join(folder.path, 'index.html'), 'utf8')).toBe('mine');
  });

  it('refuses a folder that cannot be one', async () => {
    using store = await seedStore();
    using folder = temporaryFolder();
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await runCli(['publish', '--out', file], {
      env: { HASHTILT_STORE: store.path },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/file: cannot be (read|written) \(\w+\)\n$/);
  });

  it('says what to run first if the daily job has never run', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'empty'));
    const { code, stderr } = await runCli(['publish', '--out', 'x'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(stderr).toBe('store: is empty; run `daily` first\n');
  });

  it.each(['8480', '127.0.0.1', 'http://127.0.0.1:8480', '127.0.0.1:848000'])(
    'refuses to listen on %s, naming the setting',
    async (address) => {
      using folder = temporaryFolder();
      const { code, stderr } = await runCli(['publish', '--out', 'x'], {
        cwd: folder.path,
        env: { HASHTILT_SITE_LISTEN: address },
      });
      expect(code).toBe(1);
      expect(stderr).toBe(
        'environment: HASHTILT_SITE_LISTEN: expected "off" or an address and a port to listen on, such as 127.0.0.1:8480\n',
      );
    },
  );

  it.each(['mailto:x', 'example.org', 'javascript:alert(1)'])(
    'refuses the address %s, naming the setting',
    async (address) => {
      using folder = temporaryFolder();
      const { code, stderr } = await runCli(['publish', '--out', 'x'], {
        cwd: folder.path,
        env: { HASHTILT_SITE_URL: address },
      });
      expect(code).toBe(1);
      expect(stderr).toBe('environment: HASHTILT_SITE_URL: expected an http or https address\n');
    },
  );
});
