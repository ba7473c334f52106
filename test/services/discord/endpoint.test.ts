import { beforeEach, describe, expect, it } from 'vitest';
import { LEASE_SECONDS } from '../../../lib/bot/receipt-store.ts';
import { answerInteraction } from '../../../lib/services/discord/answer.ts';
import { parseInteraction } from '../../../lib/services/discord/interaction.ts';
import { discordPublicKey } from '../../../lib/services/discord/signature.ts';
import { StoreError } from '../../../lib/store/store-error.ts';
import { reply } from '../../support/fixed-core.ts';
import { CHANNEL, MANAGES, type RunningEndpoint, SERVER, startEndpoint } from './running-endpoint.ts';

let bot: RunningEndpoint;
beforeEach(async () => {
  bot = await startEndpoint();
  return () => bot.close();
});

const command = { kind: 'command', name: 'today' } as const;

describe('a request to the endpoint', () => {
  it.each(['wrong', 'stale', 'missing', 'malformed'] as const)(
    'with a signature that is %s is refused without effect',
    async (signature) => {
      const { status, interactionId } = await bot.interact({ what: command, signature });
      expect(status).toBe(401);
      expect(bot.core.asked).toEqual([]);
      const receipt = await bot.store.receipts.takeReceipt(`discord ${interactionId}`, bot.clock.now());
      expect(receipt).toMatchObject({ kind: 'taken' });
      expect([bot.reports, bot.server.thrown]).toEqual([[], []]);
    },
  );

  it('signed for a future time is refused', async () => {
    bot.clock.advance(-600);
    expect(await bot.interact({ what: command })).toMatchObject({ status: 401 });
  });

  it.each([
    ['cut off', '{"type":2,"id":"1"'],
    ['empty', ''],
    ['JSON that is no interaction', '[]'],
    ['nothing', 'null'],
    ['of a type that is not', '{"type":9,"id":"1","application_id":"1","token":"a"}'],
    [
      'a command without a name',
      '{"type":2,"id":"1","application_id":"1","token":"a","channel_id":"1","data":{}}',
    ],
    [
      'a command whose options are an object',
      '{"type":2,"id":"1","application_id":"1","token":"a","channel_id":"1","data":{"name":"pools","options":{}}}',
    ],
    [
      'a press of an object',
      '{"type":3,"id":"1","application_id":"1","token":"a","channel_id":"1","data":{"custom_id":{}},"message":{}}',
    ],
  ])(
    'correctly signed but %s is refused as malformed and reported, and the next is answered',
    async (_, body) => {
      expect(await bot.interact({ what: { kind: 'raw', body } })).toMatchObject({ status: 400 });
      expect(bot.core.asked).toEqual([]);
      expect(bot.reports).toEqual([expect.stringMatching(/^Discord: interaction: /)]);
      expect(await bot.interact({ what: command })).toMatchObject({ status: 200 });
      expect(bot.server.thrown).toEqual([]);
    },
  );

  it('larger than any interaction is refused before its signature is checked', async () => {
    const body = 'x'.repeat(262_145);
    expect(await bot.interact({ what: { kind: 'raw', body } })).toMatchObject({ status: 413 });
  });

  it('in base64, as API Gateway may pass it, is decoded and its signature holds', async () => {
    const encoded = await startEndpoint({ isBase64Encoded: true });
    const { status } = await encoded.interact({ what: command });
    await encoded.close();
    expect(status).toBe(200);
    expect(encoded.core.asked).toHaveLength(1);
  });
});

describe('a repeated interaction', () => {
  const raw = (id: string, type: 2 | 3 = 2) =>
    JSON.stringify({
      id,
      application_id: '1300000000000000001',
      token: 'generated',
      type,
      channel_id: CHANNEL,
      guild_id: SERVER,
      context: 0,
      authorizing_integration_owners: { 0: SERVER },
      member: { permissions: MANAGES },
      data: type === 2 ? { name: 'mute' } : { custom_id: '.mute' },
      ...(type === 3 && { message: { flags: 0 } }),
    });
  const id = '1399999999999999999';
  /** Bypasses the peer, which refuses to send the same interaction twice. */
  const deliver = (body: string) => answerInteraction(bot.deps, parseInteraction(JSON.parse(body)));

  it('takes effect once; a repeat of a command shows nothing new', async () => {
    expect(await deliver(raw(id))).toMatchObject({ type: 4, data: { embeds: [{}] } });
    expect(await deliver(raw(id))).toEqual({
      type: 4,
      data: { content: 'This was already answered.', flags: 64, allowed_mentions: { parse: [] } },
    });
    expect(bot.core.asked).toHaveLength(1);
  });

  it('takes effect once; a repeat of a press leaves the message as it is', async () => {
    await deliver(raw(id, 3));
    expect(await deliver(raw(id, 3))).toEqual({ type: 6 });
    expect(bot.core.asked).toHaveLength(1);
  });

  it('is answered 200 both times', async () => {
    const request = { what: { kind: 'raw', body: raw(id) } } as const;
    const statuses = [];
    for (let time = 0; time < 2; time++) statuses.push((await bot.interact(request)).status);
    expect(statuses).toEqual([200, 200]);
    expect(bot.core.asked).toHaveLength(1);
  });

  it('after a crash half way is handled once the lease of the first has ended', async () => {
    await bot.store.receipts.takeReceipt(`discord ${id}`, bot.clock.now());
    bot.clock.advance(LEASE_SECONDS);
    expect(await deliver(raw(id))).toMatchObject({ type: 4, data: { embeds: [{}] } });
    expect(bot.core.asked).toHaveLength(1);
    await deliver(raw(id));
    expect(bot.core.asked).toHaveLength(1);
  });

  it('after a storage failure takes effect; the first answer said to try again', async () => {
    let fails = 1;
    bot.core.will(() => {
      if (fails-- > 0) throw new StoreError('DynamoDB: timeout', { retryable: true });
      return reply();
    });
    expect(await deliver(raw(id))).toEqual({
      type: 4,
      data: {
        content: 'Something went wrong on our side. Please try again in a minute.',
        flags: 64,
        allowed_mentions: { parse: [] },
      },
    });
    expect(bot.reports).toEqual([`Discord, interaction ${id}: DynamoDB: timeout`]);
    expect(await deliver(raw(id))).toMatchObject({ type: 4, data: { embeds: [{}] } });
  });
});

it('a command over the rate limit is answered only to its sender, since Discord needs an answer', async () => {
  bot.core.will(() => null);
  const { body } = await bot.interact({ what: { kind: 'command', name: 'today' }, channel: CHANNEL });
  expect(body).toEqual({
    type: 4,
    data: {
      content: 'Too many questions at once. Please ask again in a minute.',
      flags: 64,
      allowed_mentions: { parse: [] },
    },
  });
});

it('a malformed public key is refused at once, without being quoted', () => {
  expect(() => discordPublicKey('secret')).toThrow(
    /^Discord's public key: expected the application's public key, 64 hexadecimal digits$/,
  );
});
