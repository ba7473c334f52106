import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.ts';

const REGISTRY = join(import.meta.dirname, '../../data/registry.json');

it('an update of the registry is only shown, unless --write is given', async () => {
  using folder = temporaryFolder();
  const list = [
    { name: 'FutureBit Apollo Solo', tags: ['Apollo', '/a tag of a test/'], addresses: [] },
    { name: 'Pool of a Test', tags: ['/pool of a test/'], addresses: [] },
  ];
  const before = readFileSync(REGISTRY, 'utf8');
  for (const [name, version] of [
    ['pools-2027-01-31.json', '2027-01-31.1'],
    ['pools.json', '2027-02-01.1'],
  ] as const) {
    const path = join(folder.path, name);
    writeFileSync(path, JSON.stringify(list));
    utimesSync(path, new Date('2027-02-01T12:00:00Z'), new Date('2027-02-01T12:00:00Z'));
    const { stdout } = await runCli(['registry', 'update', path]);
    expect(stdout).toContain('added    poolofatest: Pool of a Test\n');
    expect(stdout).toContain('changed  futurebitapollosolo: + tag /a tag of a test/');
    expect(stdout).toContain('What is removed or moved stays as it is; nothing is written without --write.');
    expect(JSON.parse((await runCli(['registry', 'update', path, '--json'])).stdout)).toMatchObject({
      version,
      written: false,
    });
  }
  expect(readFileSync(REGISTRY, 'utf8')).toBe(before);
});
