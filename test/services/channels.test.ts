import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../lib/delivery/channel.ts';
import { paragraph, text } from '../../lib/messages/message.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { discordChannel, discordWebhook } from '../../lib/services/discord/send.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { type Arrived, type ChannelWorld, channelContract } from '../contract/channel.ts';
import { type ChannelOptions, type DiscordPeer, startDiscordPeer } from '../support/discord-peer.ts';
import { startTelegramPeer } from '../support/telegram-peer.ts';

const CHANNEL = '140000000000000001';
const THREAD = '140000000000000005';
const WEBHOOK = { id: '150000000000000001', token: 'token_of-the-webhook', channel: CHANNEL };

channelContract('Telegram', async () => {
  const limits = { all: null, chat: null, group: null };
  const peer = await startTelegramPeer({ token: '1:a', chats: [7], limits });
  return {
    channel: telegramChannel({ token: '1:a', apiRoot: peer.url }),
    chat: '7',
    nowhere: '8',
    fail: (how) => {
      if (how === 'too-many') peer.next({ kind: how, retryAfter: 3 });
      else if (how === 'no-pictures') peer.changeChat({ id: 7, refuses: 'no-photos' });
      else if (how === 'barred') peer.bar('address');
      else if (how === 'refused') peer.next({ kind: how, code: 400, description: 'Bad Request: wrong file' });
      else peer.next({ kind: how });
    },
    arrived: () =>
      peer.sent.map(({ messageId, text: words, photo, payload }) => {
        const fields = payload as {
          disable_notification?: boolean;
          reply_parameters?: { message_id: number };
        };
        return {
          id: String(messageId),
          text: words,
          silent: fields.disable_notification === true,
          hasPicture: photo !== undefined,
          replyTo: fields.reply_parameters === undefined ? null : String(fields.reply_parameters.message_id),
        };
      }),
    close: () => peer.close(),
  };
});

const failDiscord = (peer: DiscordPeer) => (how: Parameters<ChannelWorld['fail']>[0]) => {
  if (how === 'no-pictures') peer.changeChannel({ id: CHANNEL, forbidsFiles: true });
  else if (how === 'barred') peer.bar('page');
  else if (how === 'too-many') peer.next({ kind: how, retryAfter: 3, global: false });
  else if (how === 'refused')
    peer.next({ kind: how, status: 400, code: 50035, message: 'Invalid Form Body' });
  else if (how === 'blocked')
    peer.next({ kind: 'refused', status: 403, code: 50001, message: 'Missing Access' });
  else peer.next({ kind: how });
};

const arrivedAt = (peer: DiscordPeer) => (): readonly Arrived[] =>
  peer.sent.map(({ id, payload, files }) => {
    const fields = payload as {
      embeds: { title?: string; description?: string }[];
      flags?: number;
      message_reference?: { message_id: string };
    };
    return {
      id,
      text: `${fields.embeds[0]?.title}\n${fields.embeds[0]?.description}`,
      silent: fields.flags === 4096,
      hasPicture: files.length > 0,
      replyTo: fields.message_reference?.message_id ?? null,
    };
  });

channelContract('Discord', async () => {
  const peer = await startDiscordPeer({ token: 'bot', channels: [CHANNEL] });
  return {
    channel: discordChannel({ token: 'bot', api: peer.url }),
    chat: CHANNEL,
    nowhere: '140000000000000009',
    fail: failDiscord(peer),
    arrived: arrivedAt(peer),
    close: () => peer.close(),
  };
});

it('a webhook sends a message with its picture, cannot deduplicate, and does not reveal its token', async () => {
  const webhooks = [{ ...WEBHOOK, threads: [THREAD] }];
  const peer = await startDiscordPeer({ token: 'bot', channels: [CHANNEL, THREAD], webhooks });
  const channel = discordWebhook({ ...WEBHOOK, api: peer.url });
  const rendered = renderMessage({ id: 'a', title: 'b', severity: 'info', sections: [paragraph(text('c'))] });
  const to = { deliveryId: 'a', chat: `webhook/${WEBHOOK.id}` };
  expect(await channel.send(rendered, to)).toMatchObject({ kind: 'sent' });
  expect(await channel.send(rendered, { ...to, silent: true })).toMatchObject({ kind: 'sent' });
  expect(arrivedAt(peer)().map(({ silent }) => silent)).toEqual([false, true]);
  expect(channel.deduplicates(to.chat)).toBe(false);
  const threaded = discordWebhook({ ...WEBHOOK, api: peer.url, thread: THREAD });
  expect(await threaded.send(rendered, to)).toMatchObject({ kind: 'sent' });
  expect(peer.sent.at(-1)).toMatchObject({ channel: THREAD });
  const stray = discordWebhook({ ...WEBHOOK, api: peer.url, thread: '140000000000000006' });
  expect((await stray.send(rendered, to)).kind).not.toBe('sent');
  const wrong = discordWebhook({ id: WEBHOOK.id, token: 'another_token', api: peer.url });
  const refused = await wrong.send(rendered, to);
  expect(refused.kind).not.toBe('sent');
  expect(JSON.stringify(refused)).not.toContain('another_token');
  await peer.close();
});

describe('a crosspost on Discord', () => {
  const NEWS = { id: CHANNEL, type: 5 } as const;
  const PLAIN = '140000000000000002';
  const rendered = renderMessage({ id: 'a', title: 'b', severity: 'info', sections: [] });
  let peer: DiscordPeer;
  let channel: Channel;
  beforeEach(async () => {
    peer = await startDiscordPeer({ token: 'bot', channels: [NEWS, PLAIN] });
    channel = discordChannel({ token: 'bot', api: peer.url });
    return () => peer.close();
  });
  const sendTo = async (chat: string): Promise<string> => {
    const sent = await channel.send(rendered, { deliveryId: 'a', chat });
    return sent.kind === 'sent' ? sent.messageId : 'not sent';
  };

  it('is not made by sending a message, but only on request', async () => {
    const messageId = await sendTo(CHANNEL);
    expect(peer.account().crossposted).toBe(0);
    expect(await channel.crosspost?.(CHANNEL, messageId, true)).toEqual({ kind: 'sent', messageId });
    expect(peer.account().crossposted).toBe(1);
  });

  it('of a message already crossposted succeeds', async () => {
    const messageId = await sendTo(CHANNEL);
    for (let time = 0; time < 2; time++)
      expect(await channel.crosspost?.(CHANNEL, messageId, true)).toEqual({ kind: 'sent', messageId });
    expect(peer.account()).toMatchObject({ crossposted: 1, answers: { 400: 1 } });
  });

  it('is made if nothing is known of the channel and Discord says that it can be followed', async () => {
    for (const [chat, crossposted] of [
      [PLAIN, 0],
      [CHANNEL, 1],
    ] as const) {
      const messageId = await sendTo(chat);
      expect(await channel.crosspost?.(chat, messageId, null)).toEqual({ kind: 'sent', messageId });
      expect(peer.account()).toMatchObject({ crossposted, answers: { 200: expect.any(Number) } });
      expect(peer.account().answers).not.toHaveProperty('400');
    }
  });

  it('in a channel that can no longer be followed counts as done', async () => {
    const messageId = await sendTo(PLAIN);
    const note = 'the channel can no longer be followed';
    expect(await channel.crosspost?.(PLAIN, messageId, true)).toEqual({ kind: 'sent', messageId, note });
  });

  it('fails as sending does', async () => {
    const messageId = await sendTo(CHANNEL);
    peer.next({ kind: 'broken' }, 'crosspost');
    expect(await channel.crosspost?.(CHANNEL, messageId, true)).toMatchObject({ kind: 'retry' });
    peer.next({ kind: 'too-many', retryAfter: 900, global: false }, 'crosspost');
    expect(await channel.crosspost?.(CHANNEL, messageId, true)).toMatchObject({ kind: 'wait' });
  });
});

describe('a message to a thread of Discord', () => {
  const THREAD = '140000000000000003';
  const rendered = renderMessage({ id: 'a', title: 'b', severity: 'info', sections: [] });
  const sendWhere = async (thread: Partial<ChannelOptions>, parent: Partial<ChannelOptions> = {}) => {
    const channels = [
      { id: CHANNEL, ...parent },
      { id: THREAD, type: 11 as const, parent: CHANNEL, ...thread },
    ];
    const peer = await startDiscordPeer({ token: 'bot', channels });
    const channel = discordChannel({ token: 'bot', api: peer.url });
    const result = await channel.send(rendered, { deliveryId: 'a', chat: THREAD, replyTo: '1' });
    await peer.close();
    return { result, sent: peer.sent.map(({ channel: to }) => to) };
  };

  it('that is archived reopens it', async () => {
    const { result, sent } = await sendWhere({ archived: true });
    expect(result).toMatchObject({ kind: 'sent' });
    expect(sent).toEqual([THREAD]);
  });

  it('that is archived is not retried when its time is up', async () => {
    const channels = [{ id: CHANNEL }, { id: THREAD, type: 11 as const, parent: CHANNEL, archived: true }];
    const peer = await startDiscordPeer({ token: 'bot', channels });
    const channel = discordChannel({ token: 'bot', api: peer.url });
    // Each answer takes eight seconds.
    const timeLeft = () => 20_000 - 8000 * peer.requests();
    const to = { deliveryId: 'a', chat: THREAD };
    expect(await channel.send(rendered, to, null, timeLeft)).toEqual({
      kind: 'retry',
      reason: 'no time is left for a further request',
    });
    expect(peer.requests()).toBe(2);
    await peer.close();
  });

  it('that is also locked moves the chat to the parent channel', async () => {
    const locked = { archived: true, locked: true };
    expect(await sendWhere(locked)).toEqual({ result: { kind: 'moved', chat: CHANNEL }, sent: [] });
    // A private thread's messages must not become public.
    const gone = { kind: 'gone', reason: 'the thread is archived and locked' };
    expect(await sendWhere({ ...locked, type: 12 })).toEqual({ result: gone, sent: [] });
    expect(await sendWhere(locked, { access: 'unseen' })).toEqual({ result: gone, sent: [] });
  });

  it('whose history the bot may not read is sent without a reference to an earlier one', async () => {
    const { result, sent } = await sendWhere({ hidesHistory: true });
    expect(result).toMatchObject({ kind: 'sent' });
    expect(sent).toEqual([THREAD]);
  });
});
