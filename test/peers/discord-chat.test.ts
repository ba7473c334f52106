import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver } from '../support/webhook-receiver.ts';
import { APPLICATION, CHANNEL, type DiscordClient, quiet, startDiscordClient } from './discord-client.ts';

let client: DiscordClient;
let endpoint: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  client = await startDiscordClient();
});
afterEach(async () => {
  await endpoint?.close();
  await client.peer.close();
});

const command = { kind: 'command', name: 'today' } as const;
async function interact(
  answer: object,
  what: Parameters<typeof client.peer.interact>[1] = { what: command },
) {
  endpoint = await startReceiver([], JSON.stringify(answer));
  return client.peer.interact(endpoint.url, what);
}

/** Whether the endpoint got a request signed with the peer's published key. */
function isSigned(): boolean {
  const { headers, body } = endpoint.received[0]!;
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(client.peer.publicKey(), 'hex'),
  ]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const signature = Buffer.from(String(headers['x-signature-ed25519'] ?? ''), 'hex');
  return verify(null, Buffer.from(`${headers['x-signature-timestamp']}${body}`), key, signature);
}

describe('an interaction from Discord', () => {
  it('is signed, and names user, action and place', async () => {
    const what = { what: command, user: '1500000000000000002', permissions: '32' };
    const answer = await interact({ type: 5 }, what);
    expect(answer).toMatchObject({ status: 200, body: { type: 5 } });
    expect(isSigned()).toBe(true);
    expect(JSON.parse(endpoint.received[0]!.body)).toMatchObject({
      type: 2,
      application_id: APPLICATION,
      channel_id: CHANNEL,
      data: { name: 'today' },
      member: { user: { id: '1500000000000000002' }, permissions: '32' },
    });
  });

  it.each(['wrong', 'malformed', 'missing'] as const)(
    'has a %s signature if the test wants one',
    async (signature) => {
      await interact({ type: 1 }, { what: { kind: 'ping' }, signature });
      expect(isSigned()).toBe(false);
    },
  );

  it('has an old timestamp with a valid signature if the test wants one', async () => {
    await interact({ type: 1 }, { what: { kind: 'ping' }, signature: 'stale' });
    expect(isSigned()).toBe(true);
    const age = Date.now() / 1000 - Number(endpoint.received[0]!.headers['x-signature-timestamp']);
    expect(age).toBeGreaterThan(590);
  });

  it.each([
    ['a text of 2001', { type: 4, data: { content: 'x'.repeat(2001), ...quiet } }, /data.content/],
    ['a message that may ping', { type: 4, data: { content: 'x' } }, /allowed_mentions/],
    ['no type', { data: {} }, /type/],
  ])('is not answered with %s', async (_, answer, words) => {
    await expect(interact(answer)).rejects.toThrow(words);
  });
});

describe('a response to a Discord interaction', () => {
  const callback = (id: string, token: string) => `/interactions/${id}/${token}/callback`;
  const hooks = (token: string) => `/webhooks/${APPLICATION}/${token}`;
  /** An endpoint that accepted the interaction and responds to it in a separate request. */
  const taken = async () => {
    endpoint = await startReceiver([202]);
    return client.peer.interact(endpoint.url, { what: command });
  };

  it('is accepted once', async () => {
    const { interactionId, token } = await taken();
    const body = { type: 4, data: { content: 'x', ...quiet } };
    expect(await client.outcome('POST', callback(interactionId, token), body)).toBe('204');
    expect(await client.outcome('POST', callback(interactionId, token), body)).toBe(
      '400 40060 Interaction has already been acknowledged.',
    );
    expect(client.peer.sent).toMatchObject([{ channel: CHANNEL, act: 'interaction' }]);
  });

  it('must come within three seconds', async () => {
    const { interactionId, token } = await taken();
    client.peer.advance(4);
    expect(await client.outcome('POST', callback(interactionId, token), { type: 5 })).toBe(
      '404 10062 Unknown interaction',
    );
  });

  it('that was deferred can be edited and followed up for 15 minutes', async () => {
    const { token } = await interact({ type: 5 });
    const original = `${hooks(token)}/messages/@original`;
    expect(await client.outcome('PATCH', original, { content: 'x', ...quiet })).toBe('200');
    expect(await client.outcome('PATCH', original, { content: 'y', ...quiet })).toBe('200');
    expect((await client.call('GET', original)).body).toMatchObject({ content: 'y' });
    expect(await client.outcome('POST', hooks(token), { content: 'z', flags: 64, ...quiet })).toBe('200');
    client.peer.advance(901);
    expect(await client.outcome('PATCH', original, { content: 'z', ...quiet })).toBe(
      '401 50027 Invalid Webhook Token',
    );
  });

  it('has limits of its own, whatever other interactions are sent', async () => {
    client.peer.setLimits({ route: { limit: 1, perSeconds: 60 } });
    for (const { interactionId, token } of [await taken(), await taken()]) {
      expect(await client.outcome('POST', callback(interactionId, token), { type: 5 })).toBe('204');
      const followUp = () => client.outcome('POST', hooks(token), { content: 'x', ...quiet });
      expect(await followUp()).toBe('200');
      expect(await followUp()).toMatch(/^429/);
    }
  });

  it('cannot be followed up before it is sent', async () => {
    const { token } = await taken();
    expect(await client.outcome('POST', hooks(token), { content: 'x', ...quiet })).toBe(
      '404 10015 Unknown Webhook',
    );
  });
});

describe("Discord's commands", () => {
  const path = `/applications/${APPLICATION}/commands`;
  const today = { name: 'today', description: 'Shares of today' };
  const option = { type: 3, name: 'pool', description: 'Which pool' };

  it('are overwritten as a whole, globally or in one guild', async () => {
    expect(await client.outcome('PUT', path, [today])).toBe('200');
    expect((await client.call('GET', path)).body).toMatchObject([{ ...today, type: 1 }]);
    const inGuild = `/applications/${APPLICATION}/guilds/1000000000000000001/commands`;
    expect((await client.call('GET', inGuild)).body).toEqual([]);
    await client.call('PUT', path, []);
    expect(client.peer.commands()).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['a capital letter', [{ ...today, name: 'Today' }], /0.name/],
    ['a space in a name', [{ ...today, name: 'to day' }], /0.name/],
    ['33 characters in a name', [{ ...today, name: 'x'.repeat(33) }], /0.name/],
    ['a duplicate name', [today, today], /must be unique/],
    ['101 commands', Array.from({ length: 101 }, (_, n) => ({ ...today, name: `c${n}` })), /more than 100/],
    ['a duplicate option', [{ ...today, options: [option, option] }], /Option names must be unique/],
    [
      'a required option after an optional one',
      [{ ...today, options: [option, { ...option, name: 'day', required: true }] }],
      /Required options must be placed before/,
    ],
    [
      'both choices and autocomplete',
      [{ ...today, options: [{ ...option, autocomplete: true, choices: [] }] }],
      /exclude one another/,
    ],
    [
      'more than 8000 characters',
      [
        {
          ...today,
          options: Array.from({ length: 4 }, (_, n) => ({
            ...option,
            name: `o${n}`,
            choices: Array.from({ length: 25 }, () => ({ name: 'x'.repeat(50), value: 'x'.repeat(50) })),
          })),
        },
      ],
      /maximum size of 8000/,
    ],
  ])('are refused with %s', async (_, body, words) => {
    const { status, body: refusal } = await client.call('PUT', path, body);
    expect([status, refusal.code, refusal.message]).toEqual([400, 50035, expect.stringMatching(words)]);
  });

  it('of another application are refused', async () => {
    expect(await client.outcome('PUT', '/applications/1300000000000000009/commands', [today])).toMatch(
      /^403 20012/,
    );
  });
});

describe('what the bot reads from Discord', () => {
  it.each<[string, string, object]>([
    ['itself', '/users/@me', { id: APPLICATION, bot: true }],
    ['its application', '/applications/@me', { id: APPLICATION }],
    ['a channel', `/channels/${CHANNEL}`, { id: CHANNEL, type: 0, guild_id: '1000000000000000001' }],
    ['a guild', '/guilds/1000000000000000001', { id: '1000000000000000001' }],
    ['its channels', '/guilds/1000000000000000001/channels', [{ id: CHANNEL }, { type: 5 }]],
    ['a guild that it is not in', '/guilds/1000000000000000009', { code: 10004, message: 'Unknown Guild' }],
  ])('is %s', async (_, path, expected) => {
    expect((await client.call('GET', path)).body).toMatchObject(expected);
  });

  it('also opens direct messages', async () => {
    const { body } = await client.call('POST', '/users/@me/channels', {
      recipient_id: '1500000000000000003',
    });
    expect(body).toMatchObject({ type: 1 });
  });
});
