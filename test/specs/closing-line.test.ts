import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-cli.ts';
import { DISCORD, TELEGRAM } from '../support/specs/published.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const support = (file: string) => JSON.stringify(join(root, 'test/support', file));

/** Minimal descriptions: a message needs a chat and a text. */
const telegram = {
  methods: {
    sendMessage: {
      fields: [
        { name: 'chat_id', types: ['Integer'], required: true },
        { name: 'text', types: ['String'], required: true },
      ],
    },
  },
  types: {},
};
const discord = { paths: {}, components: {} };

/** The source of a test that sends one request to a peer in its own or another process, and passes whatever is sent. */
function testOf(start: string, body: object): string {
  return `
    import { expect, it } from 'vitest';
    import { startPeerProcess } from ${support('peer/start-process.ts')};
    import { startTelegramPeer } from ${support('telegram-peer.ts')};
    it('sends', async () => {
      const options = { token: '4242:generated', chats: [7] };
      const peer = await ${start};
      await fetch(peer.url + '/bot4242:generated/sendMessage', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '${JSON.stringify(body)}',
      });
      await (peer.close ?? peer.stop)();
      expect(peer.url).toMatch(/^http:/);
    });`;
}

/** Runs a test as the project's tests are run; returns its exit code and the lines it printed. */
async function run(test: string, isValidated: boolean) {
  using folder = temporaryFolder();
  const specs = join(folder.path, 'specs');
  mkdirSync(specs);
  writeFileSync(join(specs, TELEGRAM.file), JSON.stringify(telegram));
  writeFileSync(join(specs, DISCORD.file), JSON.stringify(discord));
  writeFileSync(join(folder.path, 'sends.test.ts'), test);
  const { HASHTILT_SPECS, HASHTILT_REQUESTS, VITEST, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      `--root=${folder.path}`,
      // A busy machine takes longer to start a process than a test may take by default.
      '--testTimeout=100000',
      `--reporter=${join(root, 'test/support/closing-line.ts')}`,
    ],
    { cwd: root, env: { ...env, ...(isValidated && { HASHTILT_SPECS: specs }) }, timeout: 120_000 },
  );
  child.stderr.resume();
  const [text, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    new Promise((resolve) => child.once('exit', resolve)),
  ]);
  return { code, lines: text.join('').trim().split('\n') };
}

describe('a run whose tests all pass', () => {
  it.each([
    ['to a peer in its own process', 'startTelegramPeer(options)'],
    ['to a peer in another process', `startPeerProcess('telegram', options)`],
  ])('fails if a request %s violates the description', async (_, start) => {
    expect(await run(testOf(start, { chat_id: 7 }), true)).toEqual({
      code: 1,
      lines: [
        `against the published description: telegram: sendMessage: parameters must have required property 'text'`,
        'requests to the test peers: 0 valid, 1 invalid',
        '1 passed, 1 failed, 0 skipped',
      ],
    });
  });

  it.each([
    ['to a peer in its own process', 'startTelegramPeer(options)'],
    ['to a peer in another process', `startPeerProcess('telegram', options)`],
  ])('counts the valid requests %s', async (_, start) => {
    expect(await run(testOf(start, { chat_id: 7, text: 'x' }), true)).toEqual({
      code: 0,
      lines: ['requests to the test peers: 1 valid, 0 invalid', '1 passed, 0 failed, 0 skipped'],
    });
  });

  it('counts the requests that were not validated', async () => {
    expect(await run(testOf('startTelegramPeer(options)', { chat_id: 7 }), false)).toEqual({
      code: 0,
      lines: [
        'requests to the test peers: 0 valid, 0 invalid, 1 not validated (HASHTILT_SPECS is not set)',
        '1 passed, 0 failed, 0 skipped',
      ],
    });
  });
});
