import type { UploadedFile } from '../peer/multipart.ts';
import { refuseMessage } from './chat-refusals.ts';
import { type Chat, type Chats, chatJson } from './chats.ts';
import { type FormattedText, readCaption, readText } from './formatted-text.ts';
import { checkKeyboard } from './keyboard.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import { type Picture, readPicture } from './picture.ts';
import { badRequest } from './refusal.ts';
import type { EditParams, Params, SendParams } from './requests.ts';

type Files = Readonly<Record<string, UploadedFile>>;

/** A checked request that sends or edits a message unless a fault is injected. */
export type Draft = {
  readonly chat: Chat;
  readonly content: FormattedText;
  /** Saves the message as the chat will show it. */
  readonly save: () => StoredMessage;
};

export type Messages = {
  readonly send: (params: SendParams, files: Files) => Draft;
  /** A draft, or `inline` for a message sent through inline mode, which is not kept here. */
  readonly edit: (params: EditParams, files: Files) => Draft | 'inline';
  readonly remove: (params: Params<'deleteMessage'>) => void;
  readonly toJson: (message: StoredMessage) => object;
};

export function createMessages(parts: {
  readonly bot: { readonly id: number; readonly username: string };
  readonly chats: Chats;
  readonly store: MessageStore;
  readonly now: () => number;
}): Messages {
  const { bot, chats, store, now } = parts;

  function photoOf(written: unknown, field: string, files: Files): Picture {
    const name = typeof written === 'string' ? written : '';
    const attached = /^attach:\/\/(.+)$/.exec(name)?.[1];
    if (name === '' || attached !== undefined) return readPicture(files[attached ?? field]);
    const known = store.photo(name);
    if (known === undefined) throw badRequest('wrong remote file identifier specified: Wrong string length');
    return known;
  }

  function checkTopic(
    { topics, closedTopics = [], deletedTopics = [] }: Chat,
    topic: number | undefined,
  ): void {
    if (topic === undefined) return;
    if (!(topics ?? []).includes(topic)) throw badRequest('message thread not found');
    if (closedTopics.includes(topic)) throw badRequest('TOPIC_CLOSED');
    if (deletedTopics.includes(topic)) throw badRequest('TOPIC_DELETED');
  }

  function checkReply(chat: Chat, reply: SendParams['reply_parameters']): number | undefined {
    if (reply?.message_id === undefined) return undefined;
    const to = reply.chat_id === undefined ? chat : chats.enter(reply.chat_id);
    if (store.find(to.id, reply.message_id) !== undefined) return reply.message_id;
    if (reply.allow_sending_without_reply === true) return undefined;
    throw badRequest('message to be replied not found');
  }

  function existing({ chat_id, message_id }: EditParams): { chat: Chat; message: StoredMessage } {
    if (chat_id === undefined) throw badRequest('chat_id is empty');
    const chat = chats.enter(chat_id);
    if (message_id === undefined) throw badRequest('message identifier is not specified');
    const message = store.find(chat.id, message_id);
    if (message === undefined) throw badRequest('message to edit not found');
    if (message !== 'forgotten') return { chat, message };
    const [content, date] = [{ text: '', entities: [] }, Math.floor(now() / 1000)];
    const rest = { topic: undefined, replyTo: undefined, photo: undefined, markup: undefined };
    return { chat, message: { id: message_id, chat: chat.id, date, content, ...rest } };
  }

  function toJson(message: StoredMessage): object {
    const { id, date, content, photo, markup, topic, replyTo } = message;
    const chat = chats.find(message.chat)!;
    const { text, entities } = content;
    const keyboard = markup !== undefined && 'inline_keyboard' in markup;
    return {
      message_id: id,
      date,
      chat: chatJson(chat),
      from: { id: bot.id, is_bot: true, first_name: bot.username, username: bot.username },
      ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
      ...(replyTo !== undefined && { reply_to_message: { message_id: replyTo, date, chat: chatJson(chat) } }),
      ...(photo === undefined
        ? { text, ...(entities.length > 0 && { entities }) }
        : {
            photo: [photoJson(photo)],
            ...(text !== '' && { caption: text }),
            ...(entities.length > 0 && { caption_entities: entities }),
          }),
      ...(keyboard && { reply_markup: markup }),
    };
  }

  return {
    toJson,
    send: (params, files) => {
      const isPhoto = !('text' in params);
      const content = isPhoto
        ? readCaption({
            text: params.caption,
            parse_mode: params.parse_mode,
            entities: params.caption_entities,
          })
        : readText(params);
      checkKeyboard(params.reply_markup);
      const picture = isPhoto ? photoOf(params.photo, 'photo', files) : undefined;
      const chat = chats.enter(params.chat_id);
      refuseMessage(chat.refuses ?? undefined, isPhoto ? 'photo' : 'text');
      checkTopic(chat, params.message_thread_id);
      const replyTo = checkReply(chat, params.reply_parameters);
      return {
        chat,
        content,
        save: () => {
          const id = store.nextId();
          const message = {
            id,
            chat: chat.id,
            date: Math.floor(now() / 1000),
            topic: params.message_thread_id,
            replyTo,
            content,
            photo: picture && { ...picture, fileId: `photo-${chat.id}-${id}` },
            markup: params.reply_markup,
          };
          store.put(message);
          return message;
        },
      };
    },
    edit: (params, files) => {
      checkKeyboard(params.reply_markup);
      if (params.inline_message_id !== undefined) {
        if ('text' in params) readText(params);
        return 'inline';
      }
      const { chat, message } = existing(params);
      const changed = change(message, params, (written, field) => photoOf(written, field, files));
      const comparable = (one: StoredMessage) => JSON.stringify([one.content, one.photo?.fileId, one.markup]);
      if (message.content.text !== '' && comparable(message) === comparable(changed)) {
        throw badRequest(
          'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
        );
      }
      return {
        chat,
        content: changed.content,
        save: () => {
          store.put(changed);
          return changed;
        },
      };
    },
    remove: ({ chat_id, message_id }) => {
      const chat = chats.enter(chat_id);
      if (store.find(chat.id, message_id) === undefined) throw badRequest('message to delete not found');
      store.remove(chat.id, message_id);
    },
  };
}

/** The message after an edit. A keyboard missing from the edit is removed, as Telegram does. */
function change(
  message: StoredMessage,
  params: EditParams,
  photoOf: (written: unknown, field: string) => Picture,
): StoredMessage {
  const { reply_markup: markup } = params;
  if ('text' in params) {
    if (message.photo !== undefined) throw badRequest('there is no text in the message to edit');
    return { ...message, content: readText(params), markup };
  }
  if ('media' in params) {
    const { media, caption, parse_mode, caption_entities } = params.media;
    const content = readCaption({ text: caption, parse_mode, entities: caption_entities });
    const picture = photoOf(media, 'media');
    const fileId = `photo-${message.chat}-${message.id}-${Date.now()}`;
    return { ...message, content, photo: { ...picture, fileId }, markup };
  }
  if ('caption' in params || 'parse_mode' in params) {
    if (message.photo === undefined) throw badRequest('there is no caption in the message to edit');
    const { caption, parse_mode, caption_entities } = params as Params<'editMessageCaption'>;
    const content = readCaption({ text: caption, parse_mode, entities: caption_entities });
    return { ...message, content, markup };
  }
  return { ...message, markup };
}

function photoJson({ fileId, width, height, bytes }: Picture & { readonly fileId: string }): object {
  return { file_id: fileId, file_unique_id: fileId, width, height, file_size: bytes.length };
}
