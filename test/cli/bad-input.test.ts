import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { embeddedContent } from '../support/embedded-content.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';

const folder = temporaryFolder();
const store = join(folder.path, 'store');
const OFF = { HASHTILT_STORE: store, HASHTILT_MEMPOOL_URL: 'off' };
afterAll(() => folder[Symbol.dispose]());

const file = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
const run = (command: string, env: Readonly<Record<string, string>> = OFF) =>
  runCli(command.split(' '), { env, cwd: folder.path });

/** Expects one clear error and nothing else: no output, and no new store. */
async function refuses(command: string, code: 1 | 2, stderr: string, env = OFF): Promise<void> {
  expect(await run(command, env)).toEqual({ code, stdout: '', stderr: `${stderr}\n` });
  expect(existsSync(store)).toBe(false);
}

describe('a CSV of blocks', () => {
  const cases = [
    [
      'with a gap',
      ['700000,1631333672,foundryusa', '700002,1631334000,unknown'],
      '3: heights 700001 to 700001 are missing before this line',
    ],
    [
      'with a duplicate',
      ['700000,1631333672,foundryusa', '700000,1631333672,foundryusa'],
      '3: height 700000 is repeated, expected 700001',
    ],
    [
      'with a height out of order',
      ['700000,1631333672,foundryusa', '699999,1631333000,unknown'],
      '3: height 699999 is out of order, expected 700001',
    ],
    [
      'with a text for a number',
      ['700000,soon,foundryusa'],
      '2: time: expected whole Unix seconds, not "soon"',
    ],
    [
      'with an unknown pool',
      ['700000,1631333672,nosuchpool'],
      '2: pool: "nosuchpool" is not in the registry (and is not "unknown")',
    ],
  ] as const;

  it.each(cases)('%s is refused, naming file and line', async (name, lines, fault) => {
    const csv = `${name.replaceAll(' ', '-')}.csv`;
    file(csv, ['height,time,pool', ...lines, ''].join('\n'));
    await refuses(`replay --blocks ${csv}`, 1, `${csv}:${fault}`);
  });

  it('that does not exist is named', () =>
    refuses('replay --blocks nowhere.csv', 1, 'nowhere.csv: cannot be read (ENOENT)'));
});

describe('a file of rules', () => {
  it('is refused with every fault of every rule, both by the daily job and by a replay', async () => {
    const rule = { id: 'third', lens: 'owner', subject: '*', measure: 'share', window: 7, above: '1/3' };
    file(
      'rules.json',
      JSON.stringify([
        { ...rule, severity: 'warning', window: 5, bogus: 1 },
        { ...rule, id: 'two', severity: 'notice', above: '1/0' },
      ]),
    );
    const replayed = await run('replay --rules rules.json');
    const daily = await run('daily', { ...OFF, HASHTILT_RULES: 'rules.json' });
    expect(replayed).toMatchObject({ code: 1, stdout: '' });
    const lines = replayed.stderr.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line.startsWith('rules.json: ['))).toBe(true);
    expect(replayed.stderr).toMatch(/\[0\]\.window: .*expected/);
    expect(replayed.stderr).toMatch(/\[0\].*bogus/);
    expect(replayed.stderr).toMatch(/\[1\]\.above: expected a number or a fraction/);
    expect(daily).toEqual(replayed);
    expect(existsSync(store)).toBe(false);
  });

  it('that is not JSON is refused', async () => {
    file('half-rules.json', '[{"id":');
    await refuses(
      'replay --rules half-rules.json',
      1,
      'half-rules.json: expected JSON: Unexpected end of JSON input',
    );
  });
});

describe('a day', () => {
  const span = 'expected a closed day from 2020-01-01 to 2026-04-21';

  it.each([
    ['before the first', 'shares --day 2019-12-31', `day 2019-12-31: is outside the ledger: ${span}`],
    ['before the first', 'daily --day 2019-12-31', `day 2019-12-31: is outside the ledger: ${span}`],
    ['after the last', 'shares --day 2026-04-23', `day 2026-04-23: is outside the ledger: ${span}`],
    ['not closed', 'shares --day 2026-04-22', `day 2026-04-22: is not closed yet: ${span}`],
    ['not closed', 'daily --day 2026-04-22', `day 2026-04-22: is not closed yet: ${span}`],
    [
      'before the first',
      'replay --from 2019-12-31',
      '--from: 2019-12-31 is outside the ledger: expected 2020-01-01 to 2026-04-21',
    ],
  ])('%s is refused: %s', (_, command, fault) => refuses(command, 1, fault));

  it('that does not exist is refused as wrong usage', () =>
    refuses('day 2026-02-30', 2, 'day: expected a day that exists, written YYYY-MM-DD, not "2026-02-30"'));

  it('that is open is shown only by `day`, as not closed', async () => {
    const open = await run('day 2026-04-22 --json');
    expect(open.code).toBe(0);
    expect(JSON.parse(open.stdout)).toMatchObject({ closed: false, source: { kind: 'recorded' } });
  });

  it('outside the ledger cannot be backfilled', () =>
    refuses(
      'backfill --from 2026-04-01 --to 2026-05-01',
      1,
      'backfill: expected --from and --to in order and from 2009-01-03 to 2026-04-21',
      { ...OFF, HASHTILT_MEMPOOL_URL: 'http://127.0.0.1:2' },
    ));
});

describe('wrong usage exits with 2 and says what was expected:', () => {
  it.each([
    ['backfill --from 2014-06-01', 'backfill: expected --from and --to, or neither'],
    ['backfill --source core', '--source: expected mempool, 127.0.0.1:2, not "core"'],
  ])('%s', (command, stderr) =>
    refuses(command, 2, stderr, { ...OFF, HASHTILT_MEMPOOL_URL: 'http://127.0.0.1:2' }),
  );

  it.each([
    ['shares --day 2025-01-01 --window 8', '--window: expected 1, 7, 30 or 90 days, not "8"'],
    [
      'shares --day 2025-01-01 --lens weather',
      '--lens: expected pool, owner, template, operator-country, country, region, not "weather"',
    ],
    ['risk', "required option '--share <share>' not specified"],
    [
      'replay --lens weather',
      'expected pool, owner, template, operator-country, country, region, farm, not "weather"',
    ],
    ['forecast', "unknown command 'forecast'"],
    ['fundry', "unknown command 'fundry'. Foundry USA: try shares --lens pool"],
    ['pool fundry', "unknown command 'pool'. Foundry USA: try shares --lens pool"],
    ['china', "unknown command 'china'. China: try country CN"],
    ['dialy', "unknown command 'dialy'. Did you mean daily?"],
    ['today', "unknown command 'today'. Did you mean daily?"],
    ['daily --loud', "unknown option '--loud'"],
    ['attribute --format xml', '--format: expected lines, mempool, esplora, core, not "xml"'],
  ])('%s', async (command, expected) => {
    const { code, stdout, stderr } = await run(command);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
    expect(existsSync(store)).toBe(false);
  });
});

describe('files of coinbases and pools', () => {
  it('a bad line of coinbases is refused with its number', async () => {
    file(
      'coinbases.txt',
      '{"height":1,"coinbase":"00","addresses":[]}\n{"height":2,"coinbase":"zz","addresses":[]}\n',
    );
    const { code, stderr } = await run('attribute coinbases.txt');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^coinbases\.txt: line 2: coinbase: expected .* hex.*\n$/);
  });

  it('a newer list of pools in truncated JSON is refused', async () => {
    file('pools.json', '[{"id": 1,');
    const { code, stdout, stderr } = await run('registry diff pools.json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^pools\.json: expected JSON: .*\n$/);
  });

  it('a newer list of pools of another shape is refused', async () => {
    file('other.json', '{"pools": []}');
    await refuses(
      'registry diff other.json',
      1,
      'other.json: Invalid input: expected array, received object',
    );
  });
});

it('malformed settings are all listed, without their values', async () => {
  const settings = {
    HASHTILT_STORE: store,
    HASHTILT_MEMPOOL_URL: 'ftp://user:hunter2@example.org',
    HASHTILT_MEMPOOL_PACE_MS: 'fast',
    TELEGRAM_BOT_TOKEN: 'hunter2',
    TELEGRAM_CHAT_ID: 'hunter2 chat',
    DISCORD_BOT_TOKEN: 'hunter2 token',
    DISCORD_CHANNEL_ID: 'hunter2',
  };
  const { code, stdout, stderr } = await run('daily', settings);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const names = stderr
    .trim()
    .split('\n')
    .map((line) => /^environment: (\w+): expected /.exec(line)?.[1]);
  expect(names.toSorted()).toEqual(Object.keys(settings).slice(1).toSorted());
  expect(stderr).not.toContain('hunter2');
  expect(existsSync(store)).toBe(false);
});

describe('an existing store', () => {
  const kept = join(folder.path, 'kept');
  const env = { HASHTILT_STORE: kept, HASHTILT_MEMPOOL_URL: 'http://127.0.0.1:2' };
  let before: readonly string[];
  beforeAll(async () => {
    const embedded = await openEmbeddedStore(kept);
    await embedded.ledger.saveDays([{ kind: 'missing', day: parseDay('2026-04-21') }]);
    await embedded.close();
    before = await embeddedContent(kept);
    expect(before).toHaveLength(1);
  });

  it.each([
    'daily --day 2030-01-01',
    'shares --day 2030-01-01',
    'backfill --from 2030-01-01 --to 2030-01-02',
  ])('stays as it was: %s', async (command) => {
    expect(await run(command, env)).toMatchObject({ code: 1, stdout: '' });
    expect(await embeddedContent(kept)).toEqual(before);
  });
});

it('a misspelt setting in .env is refused, not left at its default', async () => {
  writeFileSync(join(folder.path, '.env'), 'HASHTILT_RULE=mine.json\nOTHER_PROGRAM=1\n');
  await refuses('publish --out site', 1, '.env: HASHTILT_RULE: no such setting; .env.example lists them');
});
