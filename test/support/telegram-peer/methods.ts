import type { InlineQueryResultArticle, InputTextMessageContent } from 'grammy/types';
import type { PeerClock } from '../peer/clock.ts';
import type { UploadedFile } from '../peer/multipart.ts';
import { type Chats, chatJson } from './chats.ts';
import { readText } from './formatted-text.ts';
import { checkKeyboard } from './keyboard.ts';
import type { Menu } from './menu.ts';
import type { Messages } from './messages.ts';
import { memberJson } from './people.ts';
import { badRequest } from './refusal.ts';
import type { MethodName, Params } from './requests.ts';
import type { Updates } from './updates.ts';

/** Queries that await their answers. */
export type Queries = {
  readonly open: (kind: 'callback' | 'inline') => string;
  /** @throws TelegramRefusal if there is none, or it is answered or too old. */
  readonly close: (kind: 'callback' | 'inline', id: string) => void;
};

/** The methods that neither send nor edit a message in a chat. */
export type PlainMethods = {
  readonly [Name in Exclude<
    MethodName,
    | 'sendMessage'
    | 'sendPhoto'
    | 'editMessageText'
    | 'editMessageCaption'
    | 'editMessageMedia'
    | 'editMessageReplyMarkup'
  >]: (params: Params<Name>, files: Readonly<Record<string, UploadedFile>>) => unknown;
};

const ACTIONS = new Set(['typing', 'upload_photo', 'upload_document', 'find_location', 'choose_sticker']);

export function plainMethods(parts: {
  readonly bot: { readonly id: number; readonly username: string };
  readonly chats: Chats;
  readonly messages: Messages;
  readonly updates: Updates;
  readonly menu: Menu;
  readonly queries: Queries;
}): PlainMethods {
  const { bot, chats, messages, updates, menu, queries } = parts;
  const done = <Args extends unknown[]>(act: (...args: Args) => void) => {
    return (...args: Args) => {
      act(...args);
      return true;
    };
  };
  const administrators = (id: number | string) => {
    const { type, members = {} } = chats.enter(id);
    if (type === 'private') throw badRequest('there are no administrators in the private chat');
    return Object.entries(members)
      .filter(([, status]) => status === 'creator' || status === 'administrator')
      .map(([user, status]) => memberJson(Number(user), status));
  };
  return {
    getMe: () => ({
      id: bot.id,
      is_bot: true,
      first_name: bot.username,
      username: bot.username,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: true,
    }),
    sendChatAction: done(({ chat_id, action }) => {
      if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
      chats.enter(chat_id);
    }),
    deleteMessage: done(messages.remove),
    answerCallbackQuery: done(({ callback_query_id, text = '' }) => {
      if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
      queries.close('callback', callback_query_id);
    }),
    answerInlineQuery: done(({ inline_query_id, results, next_offset = '', button }) => {
      if (results.length > 50) throw badRequest('RESULTS_TOO_MUCH');
      if (Buffer.byteLength(next_offset) > 64) throw badRequest('NEXT_OFFSET_INVALID');
      const ids = results.map(({ id }) => id);
      if (new Set(ids).size < ids.length) throw badRequest('RESULT_ID_DUPLICATE');
      for (const {
        id,
        input_message_content,
        reply_markup,
      } of results as readonly InlineQueryResultArticle[]) {
        if (id === '' || Buffer.byteLength(id) > 64) throw badRequest('RESULT_ID_INVALID');
        const { message_text: text, ...rest } = input_message_content as InputTextMessageContent;
        readText({ text, ...rest });
        checkKeyboard(reply_markup);
      }
      if (button?.start_parameter !== undefined && !/^[\w-]{1,64}$/.test(button.start_parameter)) {
        throw badRequest('START_PARAM_INVALID');
      }
      queries.close('inline', inline_query_id);
    }),
    getUpdates: updates.get,
    setWebhook: done(updates.setWebhook),
    deleteWebhook: done(updates.deleteWebhook),
    getWebhookInfo: updates.webhookInfo,
    setMyCommands: done(menu.setCommands),
    getMyCommands: menu.commands,
    deleteMyCommands: done(menu.deleteCommands),
    setMyDescription: done(({ language_code, description }) =>
      menu.setText('description', language_code, description),
    ),
    getMyDescription: ({ language_code }) => ({ description: menu.text('description', language_code) }),
    setMyShortDescription: done(({ language_code, short_description }) =>
      menu.setText('short description', language_code, short_description),
    ),
    getMyShortDescription: ({ language_code }) => ({
      short_description: menu.text('short description', language_code),
    }),
    getChat: ({ chat_id }) => ({
      ...chatJson(chats.enter(chat_id)),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: {
        unlimited_gifts: false,
        limited_gifts: false,
        unique_gifts: false,
        premium_subscription: false,
        gifts_from_channels: false,
      },
    }),
    getChatMember: ({ chat_id, user_id }) => {
      const { members = {}, type } = chats.enter(chat_id);
      const status = members[user_id] ?? (user_id === bot.id || type === 'private' ? 'member' : 'left');
      return memberJson(user_id, status);
    },
    getChatAdministrators: ({ chat_id }) => administrators(chat_id),
    getChatMemberCount: ({ chat_id }) => 1 + Object.keys(chats.enter(chat_id).members ?? {}).length,
    leaveChat: done(({ chat_id }) => {
      const chat = chats.enter(chat_id);
      if (chat.type === 'private') throw badRequest("chat member status can't be changed in private chats");
      chats.change({ ...chat, standing: 'left' });
    }),
  };
}

/** Telegram accepts the answer to a button press for about 15 seconds, and to an inline query as long. */
const QUERY_SECONDS = 15;

export function createQueries(clock: PeerClock): Queries {
  const opened = new Map<string, number>();
  let last = 0;
  return {
    open: (kind) => {
      const id = String(++last);
      opened.set(`${kind} ${id}`, clock.now());
      return id;
    },
    close: (kind, id) => {
      const at = opened.get(`${kind} ${id}`);
      opened.delete(`${kind} ${id}`);
      if (at === undefined || clock.now() - at > QUERY_SECONDS * 1000) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      }
    },
  };
}
