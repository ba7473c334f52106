import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { greyPng } from '../support/pictures.ts';
import { startTelegramClient, type TelegramClient } from './telegram-client.ts';

const FORUM = -1_001_000_000_001;
const png = greyPng(40, 20);

let client: TelegramClient;
beforeEach(async () => {
  client = await startTelegramClient({
    chats: [
      7,
      { id: FORUM, topics: [12] },
      { id: 8, standing: 'blocked' },
      { id: 9, standing: 'deactivated' },
      { id: -10, standing: 'kicked' },
      { id: -1_001_000_000_002, standing: 'kicked' },
      { id: -1_001_000_000_003, type: 'channel', standing: 'left' },
      { id: -11, movedTo: FORUM },
    ],
  });
});
afterEach(() => client.peer.close());

const text = (part: object) => ({ chat_id: 7, text: 'x', ...part });
const keyboard = (...buttons: object[]) => text({ reply_markup: { inline_keyboard: [buttons] } });

describe('a message to Telegram', () => {
  it.each<[string, object, string]>([
    ['to an unknown chat', text({ chat_id: 77 }), 'Bad Request: chat not found'],
    ['to an unknown name', text({ chat_id: '@nobody' }), 'Bad Request: chat not found'],
    ['to a user who blocked it', text({ chat_id: 8 }), 'Forbidden: bot was blocked by the user'],
    ['to a deleted user', text({ chat_id: 9 }), 'Forbidden: user is deactivated'],
    ['to a group that threw it out', text({ chat_id: -10 }), 'Forbidden: bot was kicked from the group chat'],
    [
      'to a supergroup that threw it out',
      text({ chat_id: -1_001_000_000_002 }),
      'Forbidden: bot was kicked from the supergroup chat',
    ],
    [
      'to a channel that it is not in',
      text({ chat_id: -1_001_000_000_003 }),
      'Forbidden: bot is not a member of the channel chat',
    ],
    [
      'into a missing topic',
      text({ chat_id: FORUM, message_thread_id: 99 }),
      'Bad Request: message thread not found',
    ],
    [
      'into a topic of a chat without topics',
      text({ message_thread_id: 12 }),
      'Bad Request: message thread not found',
    ],
    [
      'in reply to nothing',
      text({ reply_parameters: { message_id: 99 } }),
      'Bad Request: message to be replied not found',
    ],
    ['with half a character', text({ text: '\ud800' }), 'Bad Request: strings must be encoded in UTF-8'],
    [
      'with entities and a parse mode',
      text({ parse_mode: 'HTML', entities: [] }),
      'Bad Request: entities and parse_mode exclude one another',
    ],
    [
      'with a button that does nothing',
      keyboard({ text: 'x' }),
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'with a button without text',
      keyboard({ text: '', callback_data: 'x' }),
      "Bad Request: can't parse inline keyboard button: Button text must be non-empty",
    ],
    [
      'with a button that does two things',
      keyboard({ text: 'x', callback_data: 'x', url: 'https://a.example' }),
      'Bad Request: an inline keyboard button does more than one thing',
    ],
    [
      'with 65 bytes in a button',
      keyboard({ text: 'x', callback_data: 'x'.repeat(65) }),
      'Bad Request: BUTTON_DATA_INVALID',
    ],
    [
      'with 33 letters of two bytes in a button',
      keyboard({ text: 'x', callback_data: 'é'.repeat(33) }),
      'Bad Request: BUTTON_DATA_INVALID',
    ],
    [
      'with no bytes in a button',
      keyboard({ text: 'x', callback_data: '' }),
      'Bad Request: BUTTON_DATA_INVALID',
    ],
    [
      'with a button with an invalid address',
      keyboard({ text: 'x', url: 'a.example' }),
      "Bad Request: inline keyboard button URL 'a.example' is invalid: Wrong HTTP URL",
    ],
    [
      'with 101 buttons',
      text({
        reply_markup: {
          inline_keyboard: Array.from({ length: 101 }, () => [{ text: 'x', callback_data: 'x' }]),
        },
      }),
      'Bad Request: REPLY_MARKUP_TOO_LONG',
    ],
  ])('%s is refused', async (_, body, words) => {
    expect(await client.outcome('sendMessage', body)).toBe(words);
    expect(client.peer.sent).toEqual([]);
  });

  it('to a group that became a supergroup gets the new id', async () => {
    expect(await client.call('sendMessage', text({ chat_id: -11 }))).toMatchObject({
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: FORUM },
    });
  });

  it('is sent without the reply if that is allowed', async () => {
    const reply_parameters = { message_id: 99, allow_sending_without_reply: true };
    expect(await client.outcome('sendMessage', text({ reply_parameters }))).toBe('ok');
  });

  it('can reply to an existing one', async () => {
    await client.call('sendMessage', text({}));
    const answer = await client.call('sendMessage', text({ reply_parameters: { message_id: 1 } }));
    expect(answer.result).toMatchObject({ message_id: 2, reply_to_message: { message_id: 1 } });
  });
});

describe('a photo to Telegram', () => {
  it('arrives with its caption, and can be resent by file id', async () => {
    const caption = '<b>x</b>';
    const sent = await client.form('sendPhoto', { chat_id: 7, caption, parse_mode: 'HTML' }, { photo: png });
    expect(sent.result).toMatchObject({ caption: 'x', photo: [{ width: 40, height: 20 }] });
    const { photo } = sent.result as { photo: { file_id: string }[] };
    expect(await client.outcome('sendPhoto', { chat_id: 7, photo: photo[0]!.file_id })).toBe('ok');
    expect(client.peer.sent).toMatchObject([{ text: 'x', photo: { width: 40, height: 20 } }, { text: '' }]);
  });

  it.each<[string, object, Buffer, string]>([
    [
      'with a caption of 1025',
      { caption: 'x'.repeat(1025) },
      png,
      'Bad Request: message caption is too long',
    ],
    ['with no bytes', {}, Buffer.alloc(0), 'Bad Request: file must be non-empty'],
    ['that is not a picture', {}, Buffer.from('GIF89a'), 'Bad Request: IMAGE_PROCESS_FAILED'],
    ['that is truncated', {}, png.subarray(0, -4), 'Bad Request: IMAGE_PROCESS_FAILED'],
    ['that is too wide for its height', {}, greyPng(210, 10), 'Bad Request: PHOTO_INVALID_DIMENSIONS'],
    ['that is too large', {}, greyPng(5001, 5000), 'Bad Request: PHOTO_INVALID_DIMENSIONS'],
    [
      'of more than 10 MB',
      {},
      Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]),
      'Request Entity Too Large',
    ],
  ])('%s is refused', async (_, part, bytes, words) => {
    expect((await client.form('sendPhoto', { chat_id: 7, ...part }, { photo: bytes })).description).toBe(
      words,
    );
    expect(client.peer.sent).toEqual([]);
  });

  it('that does not exist is refused', async () => {
    expect(await client.outcome('sendPhoto', { chat_id: 7, photo: 'unknown' })).toMatch(
      /wrong remote file identifier/,
    );
  });
});

describe('an edited Telegram message', () => {
  const at = { chat_id: 7, message_id: 1 };

  it('has its new text, and loses a keyboard that is not repeated', async () => {
    await client.call('sendMessage', keyboard({ text: 'x', callback_data: 'x' }));
    const { result } = await client.call('editMessageText', { ...at, text: 'y' });
    expect(result).toMatchObject({ message_id: 1, text: 'y' });
    expect(result).not.toHaveProperty('reply_markup');
  });

  it('can become a photo, whose caption can then change', async () => {
    await client.call('sendMessage', text({}));
    const media = { type: 'photo', media: 'attach://chart', caption: 'y' };
    const edited = await client.form('editMessageMedia', { ...at, media }, { chart: png });
    expect(edited.result).toMatchObject({ caption: 'y', photo: [{ width: 40 }] });
    expect((await client.call('editMessageCaption', { ...at, caption: 'z' })).result).toMatchObject({
      caption: 'z',
    });
    expect(await client.outcome('editMessageText', { ...at, text: 'z' })).toBe(
      'Bad Request: there is no text in the message to edit',
    );
  });

  it.each<[string, string, object, string]>([
    [
      'that does not exist',
      'editMessageText',
      { ...at, message_id: 9, text: 'y' },
      'Bad Request: message to edit not found',
    ],
    ['without a chat', 'editMessageText', { message_id: 1, text: 'y' }, 'Bad Request: chat_id is empty'],
    [
      'without an id',
      'editMessageText',
      { chat_id: 7, text: 'y' },
      'Bad Request: message identifier is not specified',
    ],
    [
      'without a change',
      'editMessageText',
      { ...at, text: 'x' },
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    ],
    [
      'to 4097 characters',
      'editMessageText',
      { ...at, text: 'x'.repeat(4097) },
      'Bad Request: message is too long',
    ],
    [
      'whose caption is text',
      'editMessageCaption',
      { ...at, caption: 'y' },
      'Bad Request: there is no caption in the message to edit',
    ],
    [
      'to a missing photo',
      'editMessageMedia',
      { ...at, media: { type: 'photo', media: 'attach://chart' } },
      'Bad Request: there is no photo in the request',
    ],
    [
      'to an invalid keyboard',
      'editMessageReplyMarkup',
      { ...at, reply_markup: { inline_keyboard: [[{ text: 'x' }]] } },
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'that does not exist, by deleting',
      'deleteMessage',
      { ...at, message_id: 9 },
      'Bad Request: message to delete not found',
    ],
  ])('%s is refused', async (_, method, body, words) => {
    await client.call('sendMessage', text({}));
    expect(await client.outcome(method, body)).toBe(words);
  });

  it('is gone once deleted', async () => {
    await client.call('sendMessage', text({}));
    expect(await client.outcome('deleteMessage', at)).toBe('ok');
    expect(await client.outcome('editMessageText', { ...at, text: 'y' })).toMatch(/not found/);
  });
});
