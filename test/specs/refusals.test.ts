import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPLICATION,
  CHANNEL,
  type DiscordClient,
  message,
  quiet,
  startDiscordClient,
} from '../peers/discord-client.ts';
import { startTelegramClient, type TelegramClient } from '../peers/telegram-client.ts';

let telegram: TelegramClient;
let discord: DiscordClient;
beforeAll(async () => {
  telegram = await startTelegramClient({ chats: [7] });
  discord = await startDiscordClient();
});
afterAll(() => Promise.all([telegram.peer.close(), discord.peer.close()]));

describe("Telegram's peer refuses what violates the description:", () => {
  it.each<[string, string, object, RegExp]>([
    ['a missing text', 'sendMessage', { chat_id: 7 }, /must have required property 'text'/],
    [
      'a chat id that is neither a number nor a name',
      'sendMessage',
      { chat_id: true, text: 'x' },
      /chat_id must be integer/,
    ],
    [
      'a field that no longer exists',
      'sendMessage',
      { chat_id: 7, text: 'x', disable_web_page_preview: true },
      /must NOT have additional properties/,
    ],
    ['a missing photo', 'sendPhoto', { chat_id: 7 }, /must have required property 'photo'/],
  ])('%s', async (_, method, body, words) => {
    expect(await telegram.outcome(method, body)).toMatch(/^Bad Request: wrong parameters/);
    expect(await telegram.outcome(method, body)).toMatch(words);
    expect(telegram.peer.sent).toEqual([]);
  });
});

describe("Discord's peer refuses what violates the description:", () => {
  const refused = async (method: string, path: string, body: unknown) => {
    const { status, body: answer } = await discord.call(method, path, body);
    expect([status, answer.code]).toEqual([400, 50035]);
    return answer.message;
  };

  const embed = (part: object) => ({ embeds: [part] });
  const fields = (count: number, name: string, value: string) =>
    embed({ fields: Array.from({ length: count }, () => ({ name, value })) });
  const rows = (...components: object[]) => ({ components: [{ type: 1, components }] });
  const button = (part: object = {}) => ({ type: 2, style: 1, custom_id: 'a', label: 'x', ...part });

  it.each<[string, object, RegExp]>([
    ['an unknown field', { mentions: [] }, /must NOT have unevaluated properties/],
    ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'T' })) }, /more than 10 items/],
    ['a title of 257 characters', embed({ title: 't'.repeat(257) }), /embeds\/0\/title/],
    ['a description of 4097 characters', embed({ description: 'd'.repeat(4097) }), /embeds\/0\/description/],
    ['a footer of 2049 characters', embed({ footer: { text: 'f'.repeat(2049) } }), /embeds\/0\/footer\/text/],
    ['a colour above 0xffffff', embed({ color: 0x1000000 }), /embeds\/0\/color/],
    ['26 fields', fields(26, 'n', 'v'), /more than 25 items/],
    ['a field name of 257 characters', fields(1, 'n'.repeat(257), 'v'), /fields\/0\/name/],
    ['a field value of 1025 characters', fields(1, 'n', 'v'.repeat(1025)), /fields\/0\/value/],
    [
      'six buttons in a row',
      rows(...Array.from({ length: 6 }, (_, n) => button({ custom_id: `${n}` }))),
      /more than 5 items/,
    ],
    ['a button id of 101 characters', rows(button({ custom_id: 'x'.repeat(101) })), /custom_id/],
    ['a button label of 81 characters', rows(button({ label: 'x'.repeat(81) })), /label/],
    [
      'a link button without a URL scheme',
      rows({ type: 2, style: 5, url: 'a.example', label: 'x' }),
      /url must match/,
    ],
  ])('%s', async (_, part, words) => {
    expect(await refused('POST', `/channels/${CHANNEL}/messages`, message(part))).toMatch(words);
    expect(discord.peer.sent).toEqual([]);
  });

  it('a nonce in an edit', async () => {
    const path = `/channels/${CHANNEL}/messages/1400000000000000000`;
    expect(await refused('PATCH', path, { nonce: 'n', ...quiet })).toMatch(/unevaluated properties/);
  });

  const option = { type: 3, name: 'pool', description: 'Which pool' };
  const many = <T>(make: (n: number) => T) => Array.from({ length: 26 }, (_, n) => make(n));
  it.each<[string, object, RegExp]>([
    ['a description of 101 characters', { description: 'x'.repeat(101) }, /0\/description/],
    ['26 options', { options: many((n) => ({ ...option, name: `o${n}` })) }, /0\/options/],
    [
      '26 choices',
      { options: [{ ...option, choices: many(() => ({ name: 'x', value: 'x' })) }] },
      /0\/options\/0\/choices/,
    ],
  ])('a command with %s', async (_, part, words) => {
    const command = { name: 'today', description: 'Shares of today', ...part };
    expect(await refused('PUT', `/applications/${APPLICATION}/commands`, [command])).toMatch(words);
  });
});
