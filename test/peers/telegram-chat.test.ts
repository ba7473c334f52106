import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver } from '../support/webhook-receiver.ts';
import { startTelegramClient, type TelegramClient } from './telegram-client.ts';

const GROUP = -1_001_000_000_001;

let client: TelegramClient;
const opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  client = await startTelegramClient({
    chats: [7, { id: GROUP, members: { 7: 'creator', 8: 'administrator', 9: 'member' } }],
  });
});
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
  await client.peer.close();
});

async function receiver(statuses: readonly number[] = []) {
  const server = await startReceiver(statuses);
  opened.push(server);
  return server;
}

describe("Telegram's webhook", () => {
  it('gets messages, with the secret token it was set with', async () => {
    const { url, received } = await receiver();
    expect(await client.outcome('setWebhook', { url, secret_token: 'generated_1' })).toBe('ok');
    expect(await client.peer.say({ chat: 7, text: '/start watch_foundryusa_35' })).toEqual({
      updateId: 1,
      statuses: [200],
    });
    expect(received[0]?.headers['x-telegram-bot-api-secret-token']).toBe('generated_1');
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      update_id: 1,
      message: {
        chat: { id: 7, type: 'private' },
        from: { id: 7, is_bot: false },
        text: '/start watch_foundryusa_35',
        entities: [{ type: 'bot_command', offset: 0, length: 6 }],
      },
    });
  });

  it('gets the same update again until it answers 2xx', async () => {
    const { url, received } = await receiver([500, 403]);
    await client.call('setWebhook', { url });
    expect(await client.peer.say({ chat: 7, text: 'x' })).toEqual({ updateId: 1, statuses: [500, 403, 200] });
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect((await client.call('getWebhookInfo')).result).toMatchObject({
      url,
      pending_update_count: 0,
      last_error_message: 'Wrong response from the webhook: 403',
    });
  });

  it('gets an update twice if the test wants that', async () => {
    const { url, received } = await receiver();
    await client.call('setWebhook', { url });
    const { updateId } = await client.peer.say({ chat: 7, text: 'x' });
    expect(await client.peer.repeatUpdate(updateId)).toEqual({ updateId, statuses: [200] });
    expect(received[1]?.body).toBe(received[0]?.body);
  });

  it('gets only the kinds it asked for', async () => {
    const { url, received } = await receiver();
    await client.call('setWebhook', { url, allowed_updates: ['my_chat_member'] });
    expect(await client.peer.say({ chat: 7, text: 'x' })).toEqual({ updateId: 1, statuses: [] });
    await client.peer.changeBot({ chat: 7, from: 7, to: 'kicked' });
    expect(received.map(({ body }) => Object.keys(JSON.parse(body))[1])).toEqual(['my_chat_member']);
    expect(await client.outcome('sendMessage', { chat_id: 7, text: 'x' })).toBe(
      'Forbidden: bot was blocked by the user',
    );
  });

  it.each([
    [{ url: 'http://a.example' }, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook'],
    [
      { url: 'https://a.example', secret_token: 'a b' },
      'Bad Request: secret token contains unallowed characters',
    ],
    [
      { url: 'https://a.example', allowed_updates: ['messages'] },
      'Bad Request: unknown update type messages',
    ],
    [{ url: 'https://a.example', max_connections: 101 }, 'Bad Request: max_connections is too large'],
  ])('is refused: %j', async (body, words) => {
    expect(await client.outcome('setWebhook', body)).toBe(words);
  });
});

describe("Telegram's getUpdates", () => {
  it('waits for updates, and returns them again until confirmed by the offset', async () => {
    const waiting = client.call('getUpdates', { timeout: 5 });
    await client.peer.say({ chat: 7, text: 'x' });
    expect(await waiting).toMatchObject({ result: [{ update_id: 1, message: { text: 'x' } }] });
    expect(await client.call('getUpdates', {})).toMatchObject({ result: [{ update_id: 1 }] });
    expect(await client.call('getUpdates', { offset: 2 })).toEqual({ ok: true, result: [] });
  });

  it('is refused while a webhook is set, and works again without it', async () => {
    const { url } = await receiver();
    await client.call('setWebhook', { url });
    expect(await client.outcome('getUpdates')).toBe(
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    await client.call('deleteWebhook');
    expect(await client.outcome('getUpdates')).toBe('ok');
  });

  it('ends the previous one, since only one may poll a bot', async () => {
    const first = client.outcome('getUpdates', { timeout: 5 });
    // The first must have arrived before the second can end it.
    while (client.peer.account().requests.getUpdates === undefined) await new Promise(setImmediate);
    const second = client.outcome('getUpdates', { timeout: 5 });
    expect(await first).toMatch(/^Conflict: terminated by other getUpdates request/);
    await client.peer.say({ chat: 7, text: 'x' });
    expect(await second).toBe('ok');
  });
});

describe('a press of a Telegram button', () => {
  const reply_markup = { inline_keyboard: [[{ text: 'Owners', callback_data: 'owners' }]] };

  it('is answered once', async () => {
    await client.call('sendMessage', { chat_id: 7, text: 'x', reply_markup });
    const { queryId } = await client.peer.press({ chat: 7, messageId: 1, data: 'owners' });
    const answer = { callback_query_id: queryId };
    expect(await client.outcome('answerCallbackQuery', { ...answer, text: 'x'.repeat(201) })).toBe(
      'Bad Request: MESSAGE_TOO_LONG',
    );
    expect(await client.outcome('answerCallbackQuery', answer)).toBe('ok');
    expect(await client.outcome('answerCallbackQuery', answer)).toMatch(/query is too old/);
  });

  it('is too old after 15 seconds', async () => {
    await client.call('sendMessage', { chat_id: 7, text: 'x', reply_markup });
    const { queryId } = await client.peer.press({ chat: 7, messageId: 1, data: 'owners' });
    client.peer.advance(16);
    expect(await client.outcome('answerCallbackQuery', { callback_query_id: queryId })).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
  });

  it('needs an existing button', async () => {
    await client.call('sendMessage', { chat_id: 7, text: 'x', reply_markup });
    await expect(client.peer.press({ chat: 7, messageId: 1, data: 'pools' })).rejects.toThrow(
      'message 1 of chat 7 has no button "pools"',
    );
  });
});

describe('a Telegram inline query', () => {
  const article = (id: string, message_text = 'x') => ({
    type: 'article',
    id,
    title: 'Owners',
    input_message_content: { message_text, parse_mode: 'HTML' },
  });

  it('is answered with articles', async () => {
    const { queryId } = await client.peer.ask({ query: 'us', from: 7 });
    expect(
      await client.outcome('answerInlineQuery', { inline_query_id: queryId, results: [article('1')] }),
    ).toBe('ok');
  });

  it.each<[string, object, string]>([
    ['51 results', { results: Array.from({ length: 51 }, (_, id) => article(`${id}`)) }, 'RESULTS_TOO_MUCH'],
    ['an id of 65 bytes', { results: [article('x'.repeat(65))] }, 'RESULT_ID_INVALID'],
    ['a duplicate id', { results: [article('1'), article('1')] }, 'RESULT_ID_DUPLICATE'],
    ['an empty text', { results: [article('1', '<b> </b>')] }, 'message text is empty'],
    [
      'an open tag',
      { results: [article('1', '<b>x')] },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      'a parameter with a space',
      { results: [], button: { text: 'x', start_parameter: 'a b' } },
      'START_PARAM_INVALID',
    ],
  ])('is not answered with %s', async (_, part, words) => {
    const { queryId } = await client.peer.ask({ query: 'us', from: 7 });
    expect(await client.outcome('answerInlineQuery', { inline_query_id: queryId, ...part })).toBe(
      `Bad Request: ${words}`,
    );
  });
});

describe("Telegram's menu", () => {
  it('is kept by scope and language', async () => {
    const commands = [{ command: 'today', description: 'Shares of today' }];
    const scope = { type: 'all_group_chats' };
    await client.call('setMyCommands', { commands, scope, language_code: 'en' });
    expect((await client.call('getMyCommands', { scope, language_code: 'en' })).result).toEqual(commands);
    expect((await client.call('getMyCommands')).result).toEqual([]);
    await client.call('deleteMyCommands', { scope, language_code: 'en' });
    expect((await client.call('getMyCommands', { scope, language_code: 'en' })).result).toEqual([]);
  });

  it.each<[string, string, object, string]>([
    [
      'a capital letter',
      'setMyCommands',
      { commands: [{ command: 'Today', description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ],
    [
      '33 characters',
      'setMyCommands',
      { commands: [{ command: 'x'.repeat(33), description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ],
    [
      'a description of 257',
      'setMyCommands',
      { commands: [{ command: 'x', description: 'x'.repeat(257) }] },
      'BOT_COMMAND_DESCRIPTION_INVALID',
    ],
    [
      'no description',
      'setMyCommands',
      { commands: [{ command: 'x', description: '' }] },
      'command description must be non-empty',
    ],
    [
      '101 commands',
      'setMyCommands',
      { commands: Array.from({ length: 101 }, (_, n) => ({ command: `c${n}`, description: 'x' })) },
      'BOT_COMMANDS_TOO_MUCH',
    ],
    [
      '513 characters about it',
      'setMyDescription',
      { description: 'x'.repeat(513) },
      'bot description is too long',
    ],
    [
      '121 characters in short',
      'setMyShortDescription',
      { short_description: 'x'.repeat(121) },
      'bot short description is too long',
    ],
  ])('refuses %s', async (_, method, body, words) => {
    expect(await client.outcome(method, body)).toBe(`Bad Request: ${words}`);
  });
});

describe("Telegram's members", () => {
  it('are listed with their status, or only the administrators', async () => {
    const status = async (user_id: number) => {
      const { result } = await client.call('getChatMember', { chat_id: GROUP, user_id });
      return (result as { status: string }).status;
    };
    expect([await status(7), await status(8), await status(9), await status(10)]).toEqual([
      'creator',
      'administrator',
      'member',
      'left',
    ]);
    const { result } = await client.call('getChatAdministrators', { chat_id: GROUP });
    expect((result as { user: { id: number } }[]).map(({ user }) => user.id)).toEqual([7, 8]);
  });

  it('can write anonymously as their group', async () => {
    await client.peer.say({ chat: GROUP, from: 8, text: '/mute 1d', anonymous: true });
    expect((await client.call('getUpdates')).result).toMatchObject([
      { message: { sender_chat: { id: GROUP }, from: { username: 'GroupAnonymousBot' } } },
    ]);
  });

  it.each([
    ['getChatAdministrators', { chat_id: 7 }, 'Bad Request: there are no administrators in the private chat'],
    ['leaveChat', { chat_id: 7 }, "Bad Request: chat member status can't be changed in private chats"],
    ['sendChatAction', { chat_id: 7, action: 'dance' }, 'Bad Request: wrong parameter action in request'],
    ['getChat', { chat_id: 70 }, 'Bad Request: chat not found'],
  ])('%s is refused where it makes no sense', async (method, body, words) => {
    expect(await client.outcome(method, body)).toBe(words);
  });
});
