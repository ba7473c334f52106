import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseShare } from '../../lib/bot/quantities.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const OFF = { HASHTILT_STORE: `${folder.path}/store`, HASHTILT_MEMPOOL_URL: 'off' };

const run = (...args: readonly string[]) => runCli(args, { env: OFF, cwd: folder.path });
const json = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

describe('a share', () => {
  it.each(['36%', '36 %', '36', '.36', '0.36', '36.0%', '36,0%', '9/25'])(
    '"%s" is parsed as by the bot',
    async (typed) => {
      expect((await json('risk', '--share', typed)).share).toBe(0.36);
      expect((await json('whatif', '--entrant', typed, '--share', typed)).before).toBe(0.36);
      expect(parseShare(typed)?.value).toBe(0.36);
    },
  );

  it('printed by --json is accepted with every digit, and so are 0 and 1', async () => {
    for (const share of [0.3041289023162135, 1e-7, 0, 1])
      expect((await json('risk', '--share', String(share))).share).toBe(share);
  });
});

describe('a name', () => {
  it.each([
    ['pool', 'foundryusa', 'foundryusa'],
    ['POOL', 'Foundry', 'foundryusa'],
    ['pool', 'foundry usa', 'foundryusa'],
    ['owner', 'foundry', 'dcg'],
    ['Owner', 'DCG', 'dcg'],
    ['owner', 'ant', 'antpool'],
    ['template', 'pools on AntPool', 'antpooltemplates'],
    ['operator-country', 'china', 'CN'],
    ['operator-country', 'us', 'US'],
  ])('through the lens %s, "%s" is %s', async (lens, typed, key) => {
    expect((await json('whatif', '--entrant', '10%', '--lens', lens, '--subject', typed)).subject.key).toBe(
      key,
    );
  });

  it.each([
    ['country', 'china', 'CN'],
    ['country', 'cn', 'CN'],
    ['country', 'Hong Kong', 'HK'],
    ['country', 'america', 'US'],
    ['region', 'Sichuan', 'CN-SC'],
    ['region', 'cn-sc', 'CN-SC'],
  ])('of a %s, "%s", is %s', async (level, typed, key) => {
    expect((await json(level, typed)).places[0].key).toBe(key);
  });

  it.each([
    [
      'whatif --entrant 10% --lens pool --subject fundryusa',
      '--subject: no pool is called "fundryusa". Did you mean foundryusa?',
    ],
    [
      'whatif --entrant 10% --lens owner --subject fuondry',
      '--subject: no owner is called "fuondry". Did you mean dcg?',
    ],
    [
      'whatif --entrant 10% --lens pool --subject bit',
      '--subject: more than one pool matches "bit". Did you mean bitfarms, bitcoincom, bitminter, bitcoinrussia or bitparking?',
    ],
    ['whatif --entrant 10% --country Chna', '--country: no country is called "Chna". Did you mean CN?'],
    ['compare foundry antpol', 'pool: no pool is called "antpol". Did you mean antpool?'],
    ['country Narnia', 'country: no country is called "Narnia"'],
    ['country texas', 'country: no country is called "texas". It is a region'],
    ['region china', 'region: no region is called "china". It is a country'],
    [
      'compare foundry china',
      'pool: no pool is called "china". It is a country: add --lens operator-country',
    ],
    ['region Sichaun', 'region: no region is called "Sichaun". Did you mean CN-SC?'],
    ['chart pool:antpol --out picture.png', 'subject: no pool is called "antpol". Did you mean antpool?'],
    [
      'chart owner --out picture.png',
      'subject: expected pools, owners, templates, operator-countries, pool:KEY, owner:KEY, template:KEY, operator-country:KEY, countries, map, warning, warning:KEY, not "owner". Did you mean owners or owner:KEY?',
    ],
    [
      'chart pools --theme drak --out picture.png',
      '--theme: expected light, dark, not "drak". Did you mean dark?',
    ],
    [
      'shares --lens ownr',
      '--lens: expected pool, owner, template, operator-country, country, region, not "ownr". Did you mean owner?',
    ],
    [
      'replay --lens pool,templtae',
      '--lens: expected pool, owner, template, operator-country, country, region, farm, not "templtae". Did you mean template?',
    ],
    ['countries --knowledge them', '--knowledge: expected then, now, not "them". Did you mean then?'],
    [
      'attribute --format mempol',
      '--format: expected lines, mempool, esplora, core, not "mempol". Did you mean mempool?',
    ],
  ])('that is unknown is refused with the nearest: %s', async (command, fault) => {
    expect(await run(...command.split(' '))).toEqual({ code: 2, stdout: '', stderr: `${fault}\n` });
  });
});

describe('a window', () => {
  it.each([
    ['week', 7],
    ['7d', 7],
    ['thirty', 30],
    ['1 month', 30],
    ['the last quarter', 90],
    ['today', 1],
  ])('"%s" is %i days', async (typed, window) => {
    expect((await json('shares', '--window', typed)).window).toBe(window);
  });
});

describe('without a day, the newest closed one is used:', () => {
  const NEWEST = '2026-04-21';
  /** These need what the daily job stored. */
  const AFTER_DAILY: readonly string[] = ['daily', 'deliveries', 'redeliver'];
  let seeded: SeededStore;
  beforeAll(async () => {
    seeded = await seedStore();
  });
  afterAll(() => seeded[Symbol.dispose]());

  it.each([
    ['day', [NEWEST]],
    ['shares', ['--day', NEWEST]],
    ['countries', ['--day', NEWEST]],
    ['country cn', ['--day', NEWEST]],
    ['region cn-sc', ['--day', NEWEST]],
    ['farms', ['--day', NEWEST]],
    ['whatif --entrant 10% --country us', ['--at', NEWEST]],
    ['whatif --entrant 10% --lens owner --subject foundry', ['--at', NEWEST]],
    ['compare foundry antpool', ['--day', NEWEST]],
    ['chart pools --out picture.png', ['--day', NEWEST]],
    ['daily', ['--day', NEWEST]],
    ['deliveries', ['--day', NEWEST]],
    ['redeliver', ['--day', NEWEST]],
  ] as const)('%s', async (command, named) => {
    const words = command.split(' ');
    const env = AFTER_DAILY.includes(command) ? { ...OFF, HASHTILT_STORE: seeded.path } : OFF;
    const ask = (...args: readonly string[]) => runCli([...args, '--json'], { env, cwd: folder.path });
    const [left, said] = [await ask(...words), await ask(...words, ...named)];
    expect(left.code).toBe(0);
    expect(left.stdout).toContain(NEWEST);
    expect(left).toEqual(said);
  });
});

describe('under --json', () => {
  let commands: readonly string[];
  beforeAll(async () => {
    const { stdout } = await run('--help');
    commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name]) => name!)
      .filter((name) => name !== 'help');
  });

  it('a refusal by any command is one JSON document on stderr', async () => {
    expect(commands.length).toBeGreaterThan(25);
    for (const command of commands) {
      const { code, stdout, stderr } = await run(command, '--no-such-option', '--json');
      expect({ command, code, stdout }).toEqual({ command, code: 2, stdout: '' });
      expect(JSON.parse(stderr)).toEqual({
        schema: 'hashtilt/error@1',
        code: 2,
        faults: [{ where: 'usage', what: expect.stringMatching(/^(?:unknown|required) option '/) }],
      });
    }
  });

  it.each([
    [
      'risk --share x',
      2,
      [{ where: '--share', what: 'expected a share from 0 to 1, such as 0.36, 36% or 1/3, not "x"' }],
    ],
    ['forecast', 2, [{ where: 'usage', what: "unknown command 'forecast'" }]],
    [
      'shares --dya 2025-01-01',
      2,
      [{ where: 'usage', what: "unknown option '--dya' (Did you mean --day?)" }],
    ],
    [
      'shares --day 2019-12-31',
      1,
      [
        {
          where: 'day 2019-12-31',
          what: 'is outside the ledger: expected a closed day from 2020-01-01 to 2026-04-21',
        },
      ],
    ],
    ['replay --blocks nowhere.csv', 1, [{ where: 'nowhere.csv', what: 'cannot be read (ENOENT)' }]],
  ])('%s: every fault has its location', async (command, code, faults) => {
    const ended = await run(...command.split(' '), '--json');
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(JSON.parse(ended.stderr)).toEqual({ schema: 'hashtilt/error@1', code, faults });
  });
});

it('--version tells the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it('a command may be in capitals', async () => {
  expect(await run('RISK', '--share', '36%')).toEqual(await run('risk', '--share', '36%'));
});

it('on a Node that is too old, one line says which is needed', async () => {
  const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url));
  const asOld = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.19.0' })`;
  await expect(
    promisify(execFile)(process.execPath, ['--import', asOld, main, '--version']),
  ).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'Hashtilt needs Node 24 or newer; this is Node 20.19.0. `npm ci` installs one, which `npm start` and `npm run -s hashtilt -- COMMAND` use.\n',
  });
});
