import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.ts';

describe('chart', () => {
  it('writes a PNG and describes it in one document: file, size and content', async () => {
    using folder = temporaryFolder();
    const out = join(folder.path, 'pools.png');
    const { code, stdout } = await runCli(
      ['chart', 'pools', '--day', '2025-01-08', '--window', '1', '--out', out, '--json'],
      { cwd: folder.path },
    );
    expect(code).toBe(0);
    const png = readFileSync(out);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hashtilt/chart@1',
      file: out,
      bytes: png.length,
      width: png.readUInt32BE(16),
      height: png.readUInt32BE(20),
      theme: 'light',
      subject: 'pools',
      alt: expect.stringMatching(/^Foundry USA leads with 44\.0%; /),
      asked: { day: '2025-01-08', window: 1, from: null, knowledge: 'then' },
      chart: { kind: 'ranking', holdings: expect.arrayContaining([]) },
    });
  });

  it('uses the newest closed day by default', async () => {
    using folder = temporaryFolder();
    const { code, stdout } = await runCli(['chart', 'owners', '--out', 'owners.png'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^owners\.png: 1080 x \d+ pixels, \d+ KiB\n.* 7 days to 21 Apr 2026/);
  });

  it('lists its subjects under --help', async () => {
    const { code, stdout } = await runCli(['chart', '--help']);
    expect(code).toBe(0);
    for (const subject of ['pools,', 'owner:KEY', 'countries', 'map', 'warning:KEY']) {
      expect(stdout).toContain(subject);
    }
  });

  it.each([
    [['chart', 'pools'], 2, "required option '--out <file>' not specified"],
    [['chart', 'moon', '--out', 'x.png'], 2, 'subject: expected pools, owners'],
    [['chart', 'pools', '--out', 'x.png', '--day', '2025-02-30'], 2, '--day: expected a day that exists'],
    [['chart', 'pools', '--out', 'x.png', '--theme', 'pink'], 2, '--theme: expected light, dark, not "pink"'],
    [['chart', 'pools', '--out', 'nowhere/x.png'], 1, 'nowhere/x.png: cannot be written (ENOENT)'],
  ])('refuses %j', async (args, expected, message) => {
    using folder = temporaryFolder();
    const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });
});
