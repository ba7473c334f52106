import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-cli.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

/** A service that only sends messages: the token is the path of a file, to which each is appended as a line. */
const SEND = `
import { appendFileSync } from 'node:fs';
import type { Channel } from '../../delivery/channel.ts';
import type { ServiceAccess } from '../access.ts';

export function openLines({ token: file }: ServiceAccess): Channel | null {
  if (file === null) return null;
  let count = 0;
  return {
    vendor: 'lines',
    pace: { start: 100, least: 10, most: 100, chatIntervalMs: 0 },
    deduplicates: () => false,
    async send({ text }, { chat, silent = false }) {
      appendFileSync(file, JSON.stringify({ chat, silent, text }) + '\\n');
      count += 1;
      return { kind: 'sent', messageId: String(count) };
    },
  };
}
`;

/** The edits to the list of services. */
const LIST: readonly Edit[] = [
  ["VENDORS = ['telegram', 'discord']", "VENDORS = ['telegram', 'discord', 'lines']"],
];

type Edit = readonly [before: string, after: string];

/** The edits to each place the compiler then names. */
const PLACES: Readonly<Record<string, readonly Edit[]>> = {
  'lib/chats/chat-key.ts': [
    ["discord: 'Discord' }", "discord: 'Discord', lines: 'Lines' }"],
    ['  discord: /', '  lines: /^[a-z]{1,64}$/,\n  discord: /'],
  ],
  'lib/config/bots.ts': [
    [
      '  discord: {',
      `  lines: {
    token: { name: 'LINES_FILE', pattern: /^[/]/, expected: 'expected a path' },
    tokenFrom: 'yourself',
    chat: { name: 'LINES_CHAT', pattern: /^[a-z]{1,64}$/, expected: 'expected letters' },
    api: 'HASHTILT_LINES_API',
    webhook: null,
    answers: null,
  },
  discord: {`,
    ],
  ],
  'lib/services/services.ts': [
    ["from './discord/send.ts';", "from './discord/send.ts';\nimport { openLines } from './lines/send.ts';"],
    ['discord: openDiscord', 'lines: openLines, discord: openDiscord'],
    ['discord: discordPictures', 'lines: () => async () => {}, discord: discordPictures'],
    ['discord: discordSetUp', 'lines: null, discord: discordSetUp'],
  ],
  'lib/cli/station.ts': [['async discord(', 'lines: null,\n  async discord(']],
};

/** The one place the compiler cannot name: it is in the list of functions, and the stack requires the file. */
const FUNCTION = {
  file: 'functions/deliver-lines.ts',
  like: 'functions/deliver-telegram.ts',
};

/** The compiler checks the whole project twice, perhaps on a busy machine. */
const PATIENCE_MS = 600_000;

const folder = temporaryFolder();
const copy = join(folder.path, 'copy');
const lines = join(folder.path, 'messages.jsonl');

/** The files with compiler errors. */
async function faultyFiles(): Promise<readonly string[]> {
  const { stdout } = await run('tsc', ['--pretty', 'false', '--incremental', '--tsBuildInfoFile', 'info'], {
    cwd: copy,
  }).catch((error: { readonly stdout: string }) => error);
  return [
    ...new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file]) => file!)),
  ].toSorted();
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}

function edit(file: string, edits: readonly Edit[]): void {
  let text = readFileSync(join(copy, file), 'utf8');
  for (const [before, after] of edits) {
    expect(text.split(before), `${before} in ${file}`).toHaveLength(2);
    text = text.replace(before, () => after);
  }
  write(file, text);
}

beforeAll(() => {
  for (const part of ['lib', 'functions', 'data', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  for (const part of ['test/support/further-service', 'test/contract/stored.ts'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => folder[Symbol.dispose]());

describe('a further service', () => {
  it(
    'is added to the list of services; the compiler then names every other place, five with the function',
    async () => {
      write('lib/services/lines/send.ts', SEND);
      edit('lib/chats/chat-key.ts', LIST);
      expect(await faultyFiles()).toEqual(Object.keys(PLACES).toSorted());
      for (const [file, edits] of Object.entries(PLACES)) edit(file, edits);
      const like = readFileSync(join(copy, FUNCTION.like), 'utf8');
      write(FUNCTION.file, like.replaceAll('telegram', 'lines').replaceAll('Telegram', 'Lines'));
      expect(await faultyFiles()).toEqual([]);
      expect(Object.keys(PLACES).length + 1).toBeLessThanOrEqual(6);
    },
    PATIENCE_MS,
  );

  it('is then sent a warning and a digest, each once and at its pace, by the same code as the others', async () => {
    const { stdout } = await run('node', ['test/support/further-service/deliver.ts', folder.path], {
      cwd: copy,
      env: { ...process.env, LINES_FILE: lines, LINES_CHAT: 'all' },
    });
    expect(
      readFileSync(lines, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { chat: 'all', silent: false, text: 'The warning of 2026-05-27' },
      { chat: 'all', silent: true, text: 'The digest of 2026-05-27' },
    ]);
    expect(JSON.parse(stdout)).toEqual({
      records: ['lines all warning-2026-05-27 sent', 'lines all digest-2026-05-27 sent'],
      leased: [true],
      functions: expect.arrayContaining(['deliver-lines']),
    });
  });
});
