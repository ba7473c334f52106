import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BOTS } from '../../lib/config/bots.ts';
import { type Bots, botEnvironment, ENV, parseEnvironment } from '../../lib/config/environment.ts';
import { InputError } from '../../lib/errors.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');

/** The error that `act` throws; undefined if none. */
function faultOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

const BOT_VARIABLES = Object.values(BOTS)
  .flatMap(({ token, chat, api, webhook }) => [token.name, chat.name, api, webhook?.name])
  .filter((name) => name !== undefined);

describe('settings', () => {
  it('are all optional: an embedded store, live blocks from mempool.space, no chats', () => {
    expect(parseEnvironment({})).toMatchObject({
      store: { kind: 'embedded', path: '.hashtilt' },
      sources: [{ kind: 'mempool', address: 'https://mempool.space', cookieFile: null }],
      rulesFile: null,
      reportUrl: null,
      bots: { telegram: { token: null, webhook: null }, discord: { token: null, webhook: null } },
    });
  });

  it('treat an empty variable, as in .env files, as not set', () => {
    expect(parseEnvironment(parseEnv(EXAMPLE))).toEqual(parseEnvironment({}));
  });

  it('are all explained in .env.example', () => {
    expect(Object.keys(parseEnv(EXAMPLE)).toSorted()).toEqual(
      [...Object.values(ENV), ...BOT_VARIABLES].toSorted(),
    );
  });

  it('can switch live blocks off', () => {
    expect(parseEnvironment({ [ENV.mempool]: 'off' }).sources).toEqual([]);
    expect(parseEnvironment({ [ENV.sources]: 'off' }).sources).toEqual([]);
  });

  it('need a token to send, but no chat: others may join', () => {
    const telegram = (variables: Record<string, string>) => parseEnvironment(variables).bots.telegram;
    expect(telegram({ TELEGRAM_CHAT_ID: '@channel' }).token).toBeNull();
    expect(telegram({ TELEGRAM_BOT_TOKEN: '1:a' }).chat).toBeNull();
    expect(telegram({ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_CHAT_ID: '@channel' })).toEqual({
      token: '1:a',
      chat: '@channel',
      topic: null,
      webhook: null,
      api: undefined,
    });
  });

  it("take the id and token from a webhook's address", () => {
    const address = 'https://discord.com/api/webhooks/140000000000000001/to-ken_1';
    expect(parseEnvironment({ DISCORD_WEBHOOK_URL: address }).bots.discord.webhook).toEqual({
      id: '140000000000000001',
      token: 'to-ken_1',
      thread: null,
    });
  });

  it("take a topic after a chat's number, and a thread after a webhook's address", () => {
    const { telegram, discord } = parseEnvironment({
      TELEGRAM_CHAT_ID: '-1001234567890_45',
      DISCORD_WEBHOOK_URL:
        'https://discord.com/api/webhooks/140000000000000001/to-ken_1?thread_id=140000000000000005',
    }).bots;
    expect(telegram).toMatchObject({ chat: '-1001234567890', topic: 45 });
    expect(discord.webhook).toMatchObject({ token: 'to-ken_1', thread: '140000000000000005' });
    expect(botEnvironment({ telegram, discord } as Bots)).toMatchObject({
      TELEGRAM_CHAT_ID: '-1001234567890_45',
    });
    // Names may contain underscores, too.
    expect(parseEnvironment({ TELEGRAM_CHAT_ID: '@name_45' }).bots.telegram).toMatchObject({
      chat: '@name_45',
      topic: null,
    });
  });

  it.each([
    [ENV.siteListen, '127.0.0.1:65536', 'expected "off" or an address and a port to listen on'],
    [ENV.sources, 'core:http://host/rest, core:http://host/rest/', 'expected each source once'],
    [ENV.sources, 'core:http://host?cookiefile=/home/me/.cookie', 'expected "off", or core:'],
    [ENV.sources, 'esplora:https://host/api#v1', 'expected "off", or core:'],
  ])('refuse %s=%s rather than do something else', (name, value, what) => {
    expect(() => parseEnvironment({ [name]: value })).toThrow(`${name}: ${what}`);
  });

  it('name the permission to attach files, which pictures need', () => {
    expect(EXAMPLE).toContain('attach files');
  });

  it('are refused with all faults at once, and without any value', () => {
    const wrong = {
      [ENV.mempool]: 'mempool dot space secret',
      TELEGRAM_CHAT_ID: 'my secret chat',
      DISCORD_CHANNEL_ID: 'secret',
      DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/secret',
      [ENV.dynamoEndpoint]: 'ftp://secret',
    };
    const fault = faultOf(() => parseEnvironment(wrong));
    expect(fault).toBeInstanceOf(InputError);
    const { message } = fault as InputError;
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
    expect(message).not.toContain('secret');
  });
});
