import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ENV, parseEnvironment } from '../../lib/config/environment.ts';
import { InputError } from '../../lib/errors.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');

/** What `act` throws; undefined when it does not. */
function faultOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('settings', () => {
  it('need nothing: an embedded store, live blocks from mempool.space, nobody to send to', () => {
    expect(parseEnvironment({})).toMatchObject({
      store: { kind: 'embedded', path: '.hashtilt' },
      mempool: 'https://mempool.space',
      rulesFile: null,
      reportUrl: null,
      telegram: null,
      discord: null,
    });
  });

  it('take an empty variable as one that is not set, as .env files leave them', () => {
    expect(parseEnvironment(parseEnv(EXAMPLE))).toEqual(parseEnvironment({}));
  });

  it('are all explained in .env.example', () => {
    expect(Object.keys(parseEnv(EXAMPLE)).toSorted()).toEqual(Object.values(ENV).toSorted());
  });

  it('switch live blocks off', () => {
    expect(parseEnvironment({ [ENV.mempool]: 'off' }).mempool).toBeNull();
  });

  it('need a token to send, and no chat: others may join', () => {
    expect(parseEnvironment({ [ENV.telegramChat]: '@channel' }).telegram).toBeNull();
    expect(parseEnvironment({ [ENV.telegramToken]: '1:a' }).telegram).toMatchObject({ chat: null });
    expect(parseEnvironment({ [ENV.telegramToken]: '1:a', [ENV.telegramChat]: '@channel' }).telegram).toEqual(
      {
        token: '1:a',
        chat: '@channel',
        api: undefined,
      },
    );
  });

  it('take id and token out of the address of a webhook', () => {
    const address = 'https://discord.com/api/webhooks/140000000000000001/to-ken_1';
    expect(parseEnvironment({ [ENV.discordWebhook]: address }).discordWebhook).toEqual({
      id: '140000000000000001',
      token: 'to-ken_1',
      api: undefined,
    });
  });

  it('are refused with every fault at once, and without any value', () => {
    const wrong = {
      [ENV.mempool]: 'mempool dot space secret',
      [ENV.telegramChat]: 'my secret chat',
      [ENV.discordChannel]: 'secret',
      [ENV.discordWebhook]: 'https://discord.com/api/webhooks/secret',
      [ENV.dynamoEndpoint]: 'ftp://secret',
    };
    const fault = faultOf(() => parseEnvironment(wrong));
    expect(fault).toBeInstanceOf(InputError);
    const { message } = fault as InputError;
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
    expect(message).not.toContain('secret');
  });
});
