import { expect, it } from 'vitest';
import { paragraph, text } from '../../lib/messages/message.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { discordChannel, discordWebhook } from '../../lib/services/discord/send.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { type Arrived, type ChannelWorld, channelContract } from '../contract/channel.ts';
import { type DiscordPeer, startDiscordPeer } from '../support/discord-peer.ts';
import { startTelegramPeer } from '../support/telegram-peer.ts';

const CHANNEL = '140000000000000001';
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

it('a webhook brings a message with its picture, cannot tell a repeat, and keeps its token to itself', async () => {
  const peer = await startDiscordPeer({ token: 'bot', channels: [CHANNEL], webhooks: [WEBHOOK] });
  const channel = discordWebhook({ ...WEBHOOK, api: peer.url });
  const rendered = renderMessage({ id: 'a', title: 'b', severity: 'info', sections: [paragraph(text('c'))] });
  const to = { deliveryId: 'a', chat: `webhook/${WEBHOOK.id}` };
  expect(await channel.send(rendered, to)).toMatchObject({ kind: 'sent' });
  expect(await channel.send(rendered, { ...to, silent: true })).toMatchObject({ kind: 'sent' });
  expect(arrivedAt(peer)().map(({ silent }) => silent)).toEqual([false, true]);
  expect(channel.deduplicates(to.chat)).toBe(false);
  const wrong = discordWebhook({ id: WEBHOOK.id, token: 'another_token', api: peer.url });
  const refused = await wrong.send(rendered, to);
  expect(refused.kind).not.toBe('sent');
  expect(JSON.stringify(refused)).not.toContain('another_token');
  await peer.close();
});

it('a message is handed on where nobody said whether the channel is followed and Discord says that it is', async () => {
  const plain = '140000000000000002';
  const peer = await startDiscordPeer({ token: 'bot', channels: [{ id: CHANNEL, type: 5 }, plain] });
  const channel = discordChannel({ token: 'bot', api: peer.url });
  const rendered = renderMessage({ id: 'a', title: 'b', severity: 'info', sections: [] });
  for (const [deliveryId, chat] of [
    ['a', CHANNEL],
    ['b', CHANNEL],
    ['c', plain],
  ] as const)
    expect(await channel.send(rendered, { deliveryId, chat, crosspost: null })).not.toHaveProperty('note');
  expect(peer.account()).toMatchObject({ accepted: 3, crossposted: 2 });
  await peer.close();
});

it('a message in an announcement channel is handed on to its followers; where that fails it stands', async () => {
  const channels = [{ id: CHANNEL, type: 5 as const }, '140000000000000002'];
  const peer = await startDiscordPeer({ token: 'bot', channels });
  const channel = discordChannel({ token: 'bot', api: peer.url });
  const rendered = renderMessage({ id: 'a', title: 'b', severity: 'info', sections: [] });
  expect(
    await channel.send(rendered, { deliveryId: 'a', chat: CHANNEL, crosspost: true }),
  ).not.toHaveProperty('note');
  expect(peer.account().crossposted).toBe(1);
  const plain = await channel.send(rendered, {
    deliveryId: 'b',
    chat: '140000000000000002',
    crosspost: true,
  });
  expect(plain).toMatchObject({ kind: 'sent', note: expect.stringMatching(/^not handed on to followers: /) });
  await peer.close();
});
