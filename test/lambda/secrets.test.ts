import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { botFinder } from '../../lib/lambda/bots.ts';
import { fromSecrets } from '../../lib/lambda/secrets.ts';
import { type SsmPeer, startSsmPeer } from '../support/ssm-peer.ts';

const PATH = '/hashtilt/prod';
const FIVE_MINUTES_MS = 300_000;

let ssm: SsmPeer;
beforeEach(async () => {
  ssm = await startSsmPeer();
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', ssm.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await ssm.close();
});

const store = (name: string, value: string) =>
  ssm.parameters.set(`${PATH}/${name}`, { value, type: 'SecureString' });

describe('what a function builds from secrets', () => {
  it('is built as soon as they are stored, once per secret', async () => {
    const built: unknown[] = [];
    const open = fromSecrets(PATH, ['telegram-bot-token'], (secrets) => {
      built.push(secrets['telegram-bot-token']);
      return secrets['telegram-bot-token'];
    });
    expect(await open()).toBeNull();
    store('telegram-bot-token', '1:a');
    expect(await open()).toBe('1:a');
    expect(await open()).toBe('1:a');
    expect(built).toEqual([null, '1:a']);
  });

  it('follows a change within five minutes, and stays the same without one', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    store('discord-bot-token', 'first');
    const open = fromSecrets(PATH, ['discord-bot-token'], (secrets) => ({
      token: secrets['discord-bot-token'],
    }));
    const first = await open();
    vi.setSystemTime(Date.now() + FIVE_MINUTES_MS);
    expect(await open()).toBe(first);
    store('discord-bot-token', 'second');
    expect(await open()).toBe(first);
    vi.setSystemTime(Date.now() + FIVE_MINUTES_MS);
    expect(await open()).toEqual({ token: 'second' });
  });

  it('is refused if they are malformed, with every fault and its remedy and no secret', async () => {
    store('telegram-bot-token', 'malformed secret');
    store('telegram-webhook-secret', 'malformed secret');
    const open = fromSecrets(PATH, ['telegram-bot-token', 'telegram-webhook-secret'], () => 'built');
    const refused = await open().catch((error: Error) => error.message);
    expect(refused).toBe(
      [
        'SSM parameters /hashtilt/prod (npm run setup stores them): TELEGRAM_BOT_TOKEN: expected the token that BotFather gives, digits:letters',
        'SSM parameters /hashtilt/prod (npm run setup stores them): telegram-webhook-secret: expected letters, digits, _ and -',
      ].join('\n'),
    );
  });
});

it('which services have a bot is found without reading tokens', async () => {
  const bots = botFinder(PATH);
  expect(await bots()).toEqual([]);
  store('discord-bot-token', 'token');
  expect(await bots()).toEqual(['discord']);
  store('telegram-bot-token', '1:a');
  expect(await bots()).toEqual(['telegram', 'discord']);
});
