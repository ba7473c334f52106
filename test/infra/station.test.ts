import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const { scripts } = JSON.parse(read('package.json')) as { scripts: { station: string } };
const [memory, ...command] = scripts.station.split(' ');
const container = read('infra/station/Containerfile');
const unit = read('infra/station/hashtilt.service');

describe('the station in a container', () => {
  it('runs what `npm run station` runs', () => {
    const [, words] = /^CMD (\[.*\])$/m.exec(container)!;
    expect(JSON.parse(words!)).toEqual(command);
    expect(container).toContain(memory);
  });

  it('copies all files that the program reads: it starts from the copies alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hashtilt-container-'));
    try {
      for (const [, copied] of container.matchAll(/^COPY (.+) \S+$/gm))
        for (const path of copied!.split(' '))
          cpSync(join(ROOT, path), join(folder, path), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      const main = [...command.slice(1, -1), 'day', '2025-01-08', '--json'];
      const answer = execFileSync(process.execPath, main, {
        cwd: folder,
        env: { PATH: process.env.PATH, HASHTILT_STORE: join(folder, 'store') },
        encoding: 'utf8',
      });
      expect(JSON.parse(answer)).toMatchObject({ day: '2025-01-08', blocks: 125 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps everything worth keeping in its volume, including exported chats', () => {
    const [, store] = /HASHTILT_STORE=(\S+)/.exec(container)!;
    const [, volume] = /^VOLUME (\S+)$/m.exec(container)!;
    expect(store).toMatch(new RegExp(`^${volume}/.+`));
  });
});

describe('the station under systemd', () => {
  it('runs what `npm run station` runs, with the Node of the lock', () => {
    const [, program, rest] = /^ExecStart=(\S+) (.+)$/m.exec(unit)!;
    expect(program).toBe('/opt/hashtilt/node_modules/.bin/node');
    expect(rest!.split(' ')).toEqual(command.slice(1));
    expect(unit).toContain(memory);
  });

  it('may write only to its state directory', () => {
    const [, name] = /^StateDirectory=(\S+)$/m.exec(unit)!;
    expect(unit).toContain('ProtectSystem=strict');
    expect(/HASHTILT_STORE=(\S+)/.exec(unit)![1]).toMatch(new RegExp(`^/var/lib/${name}/.+`));
  });
});
