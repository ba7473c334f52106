import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordControl } from '../support/discord-peer.ts';
import type { Control } from '../support/peer/control.ts';
import { type PeerProcess, startPeerProcess } from '../support/peer/start-process.ts';
import type { TelegramControl } from '../support/telegram-peer.ts';

const token = '4242:AAF-generated';
const started: PeerProcess<Control>[] = [];
afterEach(async () => {
  for (const peer of started.splice(0)) await peer.stop();
});

async function start<C extends Control>(peer: 'telegram' | 'discord', options: object) {
  const process = await startPeerProcess<C>(peer, options);
  started.push(process as unknown as PeerProcess<Control>);
  return process;
}

async function send(url: string, chat_id: number, text: string): Promise<number> {
  const response = await fetch(`${url}/bot${token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id, text }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('a peer in a separate process', () => {
  it('reports who got a text, who did not, and who is unreachable', async () => {
    const { url, control } = await start<TelegramControl>('telegram', {
      token,
      chats: [{ id: 9, standing: 'blocked' }],
      ranges: [{ from: 1, count: 3 }],
    });
    for (const chat of [1, 3, 3]) expect(await send(url, chat, 'news')).toBe(200);
    expect(await send(url, 9, 'news')).toBe(403);
    expect(await control.missing('news', [1, 2, 3, 9])).toEqual({ missing: [2], gone: [9] });
    expect(await control.account()).toMatchObject({
      accepted: 3,
      distinct: 2,
      duplicates: [{ recipient: '3', copies: 2, afterAnswer: 1 }],
      texts: [{ begins: 'news', messages: 3 }],
      requests: { sendMessage: 4 },
      answers: { 200: 3, 403: 1 },
    });
  });

  it('counts a duplicate after a lost response separately from one after a response', async () => {
    const { url, control } = await start<TelegramControl>('telegram', { token, chats: [1] });
    await control.next({ kind: 'reset' });
    await expect(send(url, 1, 'news')).rejects.toThrow();
    expect(await send(url, 1, 'news')).toBe(200);
    expect(await control.account()).toMatchObject({
      unanswered: 1,
      duplicates: [{ recipient: '1', copies: 2, afterAnswer: 0 }],
    });
  });

  it('changes its limits between requests, and counts refusals', async () => {
    const { url, control } = await start<TelegramControl>('telegram', {
      token,
      chats: [],
      ranges: [{ from: 1, count: 10 }],
      limits: { all: null },
    });
    for (const chat of [1, 2, 3]) expect(await send(url, chat, 'news')).toBe(200);
    await control.setLimits({ all: { perSecond: 0.01, burst: 2 } });
    expect([await send(url, 4, 'news'), await send(url, 5, 'news'), await send(url, 6, 'news')]).toEqual([
      200, 200, 429,
    ]);
    await control.advance(100);
    expect(await send(url, 6, 'news')).toBe(200);
    expect((await control.account()).answers).toEqual({ 200: 6, 429: 1 });
  });

  it('refuses unknown control requests', async () => {
    const { control } = await start<DiscordControl>('discord', { token: 'a.b.c', channels: [] });
    const asked = control as unknown as { readonly nothing: () => Promise<void> };
    await expect(asked.nothing()).rejects.toThrow('this peer has no control "nothing"');
  });
});
