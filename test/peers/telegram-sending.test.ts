import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramPeer, type TelegramPeer } from '../support/telegram-peer.ts';

const token = '4242:AAF-secret';
const good = { chat_id: 7, text: '<b>ok</b>', parse_mode: 'HTML' };

let peer: TelegramPeer;
beforeEach(async () => {
  peer = await startTelegramPeer({ token, chats: [7], provoked: true });
});
afterEach(() => peer.close());

async function call(body: unknown, request: { path?: string; method?: string; type?: string } = {}) {
  const method = request.method ?? 'POST';
  const response = await fetch(`${peer.url}${request.path ?? `/bot${token}/sendMessage`}`, {
    method,
    headers: { 'content-type': request.type ?? 'application/json' },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { description = '' } = (await response.json()) as { description?: string };
  return `${response.status} ${description}`;
}

describe('the Telegram peer', () => {
  it('accepts a valid message', async () => {
    expect(await call(good)).toBe('200 ');
    expect(peer.sent).toMatchObject([{ chat: 7, text: 'ok' }]);
  });

  it.each([
    ['another token', { path: '/bot4242:other/sendMessage' }, '401 Unauthorized'],
    ['a malformed token', { path: '/botx/sendMessage' }, '404 Not Found'],
    ['an unknown method', { path: `/bot${token}/sendMsg` }, '404 Not Found: method not found'],
    ['a GET', { method: 'GET' }, '405 Method Not Allowed'],
    [
      'a body without the JSON content type',
      { type: 'text/plain' },
      '400 Bad Request: content type is neither JSON nor a form',
    ],
  ])('refuses %s', async (_, request, expected) => {
    expect(await call(good, request)).toBe(expected);
    expect(peer.sent).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['truncated JSON', '{"chat_id": 7', /^400 .*wrong parameters/],
    ['a chat id as text', { ...good, chat_id: '7' }, /chat not found/],
    ['a parse mode other than HTML', { ...good, parse_mode: 'Markdown' }, /parse_mode/],
    ['an unknown chat', { ...good, chat_id: 8 }, /^400 Bad Request: chat not found$/],
    ['an empty text', { ...good, text: ' \n' }, /message text is empty/],
    ['4097 code units', { ...good, text: 'x'.repeat(4097) }, /message is too long/],
    ['an emoji that makes 4097 code units', { ...good, text: `${'x'.repeat(4095)}🇨` }, /message is too long/],
    [
      'a bare <',
      { ...good, text: 'a < b' },
      /can't parse entities: Unsupported start tag "" at byte offset 2/,
    ],
    ['a bare &', { ...good, text: 'a & b' }, /can't parse entities: Unescaped "&"/],
    ['a bare >', { ...good, text: 'a > b' }, /can't parse entities: Unescaped ">"/],
    ['another named character', { ...good, text: '&nbsp;' }, /Unknown character/],
    ['an unknown tag', { ...good, text: '<table>x</table>' }, /Unsupported start tag/],
    [
      'an attribute on a tag that allows none',
      { ...good, text: '<b href="x">x</b>' },
      /Unsupported attribute "href"/,
    ],
    ['a link without an address', { ...good, text: '<a>x</a>' }, /Link without an address/],
    [
      'tags closed out of order',
      { ...good, text: '<b><i>x</b></i>' },
      /Unmatched end tag at byte offset 7, expected "<\/i>", found "<\/b>"/,
    ],
    ['a tag left open', { ...good, text: '<b>x' }, /Can't find end tag corresponding to start tag "b"/],
    ['bold inside fixed-width text', { ...good, text: '<pre><b>x</b></pre>' }, /inside fixed-width/],
    ['an empty tag', { ...good, text: 'x<b></b>' }, /Empty "b"/],
  ])('refuses %s', async (_, body, expected) => {
    expect(await call(body)).toMatch(expected);
    expect(peer.sent).toEqual([]);
  });

  it('measures length after entity parsing: 4096 escaped characters pass', async () => {
    expect(await call({ ...good, text: '&amp;'.repeat(4096) })).toBe('200 ');
  });
});
