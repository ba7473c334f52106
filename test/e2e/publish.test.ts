import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.ts';
import { NOWHERE, seedStore } from '../support/seeded-store.ts';

describe('publish', () => {
  it('writes a site of all recorded days, whose front page is one file of at most 100 kB', async () => {
    using store = await seedStore();
    using folder = temporaryFolder();
    const env = {
      HASHTILT_STORE: store.path,
      HASHTILT_MEMPOOL_URL: NOWHERE,
      HASHTILT_SITE_URL: 'https://example.org/',
    };
    const out = join(folder.path, 'site');
    const first = await runCli(['publish', '--out', out, '--json'], { env, cwd: folder.path });
    expect(first.code).toBe(0);
    const document = JSON.parse(first.stdout);
    expect(document).toMatchObject({ schema: 'hashtilt/publish@1', from: '2020-01-01', to: '2026-04-21' });
    expect(document.changed).toHaveLength(document.files);
    expect(document.changed.at(-1)).toBe('index.html');
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(100_000);
    expect(page).toContain('<h1>No owner is near a majority of Bitcoin mining.</h1>');
    // Anything else that a browser would fetch before it shows the page.
    expect(page).not.toMatch(
      /<(script|img|iframe|object|video)|rel="(stylesheet|preload)"|@import|url\((?!#)/,
    );
    const second = await runCli(['publish', '--out', out], { env, cwd: folder.path });
    expect(second.stdout).toMatch(
      /index\.html: 1 Jan 2020 to 21 Apr 2026\n[\d,]+ files, [\d.]+ MB; 0 of them written or removed\n$/,
    );
  });

  it("is done by the daily job on request, which ends with the page's path", async () => {
    using store = await seedStore();
    const env = { HASHTILT_STORE: store.path, HASHTILT_MEMPOOL_URL: NOWHERE };
    const { code, stdout } = await runCli(['daily', '--page'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\n--- Public page ---\n.*\/site\/index\.html\n$/);
    expect(existsSync(join(store.path, 'site/index.html'))).toBe(true);
  });
});
