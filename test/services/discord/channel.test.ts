import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../lib/delivery/channel.ts';
import { InputError } from '../../../lib/errors.ts';
import { type Message, paragraph, text } from '../../../lib/messages/message.ts';
import { renderMessage } from '../../../lib/messages/render.ts';
import { discordChannel } from '../../../lib/services/discord/send.ts';
import { type DiscordAnswer, type DiscordPeer, startDiscordPeer } from '../../support/discord-peer.ts';

const token = 'MTIz.GhIjKl.secret_of_the_bot';
const message: Message = {
  id: 'digest-2025-01-08',
  title: 'Hash rate on 2025-01-08',
  severity: 'info',
  sections: [paragraph(text('125 blocks @everyone'))],
};
const rendered = renderMessage(message);
const channel = '1100000000000000007';
const to = { deliveryId: 'digest-2025-01-08:7', chat: channel };

let peer: DiscordPeer;
let discord: Channel;
beforeEach(async () => {
  peer = await startDiscordPeer({ token, channels: [channel] });
  discord = patient(20);
});
afterEach(() => peer.close());

/** A channel with this timeout in seconds. */
function patient(timeoutSeconds: number): Channel {
  return discordChannel({ token, api: peer.url, timeoutSeconds });
}

/** A short timeout is safe on a busy machine only if no answer comes at all. */
function waitingFor(kind: string): Channel {
  return kind === 'silence' ? patient(0.3) : discord;
}

describe('a message sent to Discord', () => {
  it('arrives as one embed that pings no one, and its id is returned', async () => {
    expect(await discord.send(rendered, to)).toEqual({ kind: 'sent', messageId: peer.sent[0]?.id });
    expect(peer.sent).toMatchObject([
      {
        channel,
        payload: {
          embeds: [{ title: 'Hash rate on 2025-01-08', description: '125 blocks \\@everyone' }],
          allowed_mentions: { parse: [] },
          enforce_nonce: true,
        },
      },
    ]);
    expect(peer.sent[0]?.payload).not.toHaveProperty('flags');
  });

  it('twice under one delivery id appears once', async () => {
    const first = await discord.send(rendered, to);
    expect(await discord.send(rendered, to)).toEqual(first);
    expect(peer.sent).toHaveLength(1);
  });

  it('under two delivery ids appears twice', async () => {
    await discord.send(rendered, to);
    await discord.send(rendered, { ...to, deliveryId: 'digest-2025-01-08:8' });
    expect(peer.sent).toHaveLength(2);
  });

  it('is silent if requested', async () => {
    await discord.send(rendered, { ...to, silent: true });
    expect(peer.sent[0]?.payload.flags).toBe(4096);
  });

  it.each<[string, DiscordAnswer, object]>([
    [
      'a channel the bot cannot see is gone',
      { kind: 'refused', status: 403, code: 50001, message: 'Missing Access' },
      { kind: 'gone', reason: '403 Missing Access' },
    ],
    [
      'a channel that forbids the bot from writing is gone',
      { kind: 'refused', status: 403, code: 50013, message: 'Missing Permissions' },
      { kind: 'gone', reason: '403 Missing Permissions' },
    ],
    [
      "a firewall's page bars the sender and says nothing about the channel",
      { kind: 'firewall' },
      { kind: 'barred', reason: '403 and a web page' },
    ],
    [
      'an address the firewall blocks bars the sender',
      { kind: 'refused', status: 403, code: 40333, message: 'internal network error' },
      { kind: 'barred', reason: '403 internal network error' },
    ],
    [
      'a failure of the service is worth a retry',
      { kind: 'broken' },
      { kind: 'retry', reason: '500 Internal Server Error' },
    ],
    [
      'a text it cannot accept is refused',
      { kind: 'refused', status: 400, code: 50035, message: 'Invalid Form Body' },
      { kind: 'refused', reason: '400 Invalid Form Body' },
    ],
  ])('%s, and nothing is sent', async (_, answer, result) => {
    peer.next(answer);
    expect(await discord.send(rendered, to)).toEqual(result);
    expect(peer.sent).toEqual([]);
    expect(peer.requests()).toBe(1);
  });

  it.each([
    [false, false],
    [true, true],
  ])(
    'at a rate limit (global: %s) must wait, reported at once and without a retry',
    async (global, isGlobal) => {
      peer.next({ kind: 'too-many', retryAfter: 64, global });
      const result = await discord.send(rendered, to);
      expect(result).toMatchObject({ kind: 'wait', isGlobal });
      expect(result.kind === 'wait' && Math.round(result.seconds)).toBe(64);
      expect(peer.requests()).toBe(1);
    },
  );

  it('into an empty bucket is delayed without a request to Discord', async () => {
    // The first answer tells the client which bucket the route is in, the second that it is empty.
    for (const deliveryId of ['first', 'second']) {
      peer.next({ kind: 'bucket-empty', resetAfter: 64 });
      await discord.send(rendered, { ...to, deliveryId });
    }
    expect(await discord.send(rendered, to)).toMatchObject({ kind: 'wait', isGlobal: false });
    expect(peer.requests()).toBe(2);
  });

  it('to a channel that does not exist finds it gone', async () => {
    expect(await discord.send(rendered, { ...to, chat: '1100000000000000008' })).toEqual({
      kind: 'gone',
      reason: '404 Unknown Channel',
    });
  });

  it('to a malformed channel id is refused before it is sent', async () => {
    expect(await discord.send(rendered, { ...to, chat: '../users/@me' })).toMatchObject({ kind: 'refused' });
    expect(peer.requests()).toBe(0);
  });

  it.each<DiscordAnswer['kind'] & ('silence' | 'reset' | 'not-json')>(['silence', 'reset', 'not-json'])(
    'has an unknown outcome after %s, and a repeat does not duplicate it',
    async (kind) => {
      peer.next({ kind });
      expect(await waitingFor(kind).send(rendered, to)).toMatchObject({ kind: 'unknown' });
      expect(await discord.send(rendered, to)).toMatchObject({ kind: 'sent' });
      expect(peer.sent).toHaveLength(1);
    },
  );

  it('is worth a retry if the service is not reached', async () => {
    await peer.close();
    expect(await discord.send(rendered, to)).toMatchObject({ kind: 'retry' });
  });

  it('with a wrong token is barred, each time', async () => {
    const stranger = discordChannel({ token: 'other', api: peer.url });
    expect(await stranger.send(rendered, to)).toEqual({ kind: 'barred', reason: '401 401: Unauthorized' });
    expect(await stranger.send(rendered, to)).toEqual({ kind: 'barred', reason: '401 401: Unauthorized' });
  });
});

describe("the bot's token", () => {
  it.each<DiscordAnswer>([
    { kind: 'too-many', retryAfter: 1, global: true },
    { kind: 'refused', status: 400, code: 50035, message: `Authorization: Bot ${token}` },
    { kind: 'firewall' },
    { kind: 'broken' },
    { kind: 'not-json' },
    { kind: 'silence' },
    { kind: 'reset' },
  ])('is in no result: $kind', async (answer) => {
    peer.next(answer);
    const result = await waitingFor(answer.kind).send(rendered, to);
    expect(inspect(result, { depth: null })).not.toContain('secret_of_the_bot');
  });

  it('is not in the result if the service is not reached', async () => {
    await peer.close();
    expect(inspect(await discord.send(rendered, to), { depth: null })).not.toContain('secret_of_the_bot');
  });

  it('if malformed is refused without being quoted', () => {
    const build = () => discordChannel({ token: 'secret_of_the_bot\r\nX: y' });
    expect(build).toThrow(InputError);
    try {
      build();
    } catch (error) {
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain('secret_of_the_bot');
    }
  });
});
