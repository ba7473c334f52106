import { type Chat, type Chats, chatJson, type MemberStatus } from './chats.ts';
import { callbackDataOf } from './keyboard.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import type { Updates, WebhookDelivery } from './updates.ts';

/** What people do with the bot; each act publishes an update. */
export type People = {
  readonly say: (what: {
    readonly chat: number;
    readonly text: string;
    readonly from?: number;
    readonly topic?: number;
    /** Written by an administrator in the group's name. */
    readonly anonymous?: boolean;
    /** Not written by a person here: forwarded, from the linked channel automatically, by or via another bot. */
    readonly how?: 'forwarded' | 'from-linked-channel' | 'by-bot' | 'via-bot';
  }) => Promise<WebhookDelivery>;
  /** Presses a button of a message; also returns the id of the query. @throws Error if there is no such button. */
  readonly press: (what: {
    readonly chat: number;
    readonly messageId: number;
    readonly data: string;
    readonly from?: number;
  }) => Promise<WebhookDelivery & { readonly queryId: string }>;
  /** Types `@bot query` in some chat. */
  readonly ask: (what: {
    readonly query: string;
    readonly from: number;
    readonly offset?: string;
  }) => Promise<WebhookDelivery & { readonly queryId: string }>;
  /** Adds, promotes, removes or blocks the bot: changes its standing in the chat, and sends it the update. */
  readonly changeBot: (what: {
    readonly chat: number;
    readonly from: number;
    readonly to: 'member' | 'administrator' | 'kicked' | 'left';
  }) => Promise<WebhookDelivery>;
  /** Upgrades a group to the existing supergroup `to`. `announcedIn`: where the bot gets an update, in order. */
  readonly migrate: (what: {
    readonly chat: number;
    readonly to: number;
    readonly from: number;
    readonly announcedIn: readonly ('group' | 'supergroup')[];
  }) => Promise<readonly WebhookDelivery[]>;
};

/** Telegram's account in whose name anonymous administrators write. */
const ANONYMOUS = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

/** Telegram's account in whose name a channel's posts are forwarded to its discussion group. */
const TELEGRAM = { id: 777000, is_bot: false, first_name: 'Telegram' };
const LINKED_CHANNEL = { id: -1001999, type: 'channel', title: 'Linked' };
const OTHER_BOT = { id: 4242, is_bot: true, first_name: 'Other', username: 'other_bot' };

/** Fields by which a message differs, by its origin (Bot API, Message and MessageOrigin). */
const HOW = {
  forwarded: (date: number) => ({
    forward_origin: { type: 'hidden_user', date, sender_user_name: 'Somebody' },
  }),
  'from-linked-channel': (date: number) => ({
    from: TELEGRAM,
    sender_chat: LINKED_CHANNEL,
    is_automatic_forward: true,
    forward_origin: { type: 'channel', date, chat: LINKED_CHANNEL, message_id: 5 },
  }),
  'by-bot': () => ({ from: OTHER_BOT }),
  'via-bot': () => ({ via_bot: OTHER_BOT }),
} as const;

export function createPeople(parts: {
  readonly bot: { readonly id: number };
  readonly chats: Chats;
  readonly store: MessageStore;
  readonly updates: Updates;
  readonly now: () => number;
  readonly messageJson: (message: StoredMessage) => object;
  readonly openQuery: (kind: 'callback' | 'inline') => string;
}): People {
  const { chats, store, updates, now, messageJson, openQuery } = parts;
  const seconds = () => Math.floor(now() / 1000);
  const existing = (id: number): Chat => {
    const chat = chats.find(id);
    if (chat === undefined) throw new Error(`there is no chat ${id}`);
    return chat;
  };
  return {
    say: ({ chat: id, text, from = id, topic, anonymous, how }) => {
      const chat = existing(id);
      const entities = commandEntities(text);
      return updates.publish(chat.type === 'channel' ? 'channel_post' : 'message', {
        message_id: store.nextId(),
        date: seconds(),
        chat: chatJson(chat),
        ...(chat.type === 'channel' || anonymous ? { sender_chat: chatJson(chat) } : {}),
        ...(chat.type !== 'channel' && { from: anonymous ? ANONYMOUS : userJson(from) }),
        ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
        ...(how !== undefined && HOW[how](seconds())),
        text,
        ...(entities.length > 0 && { entities }),
      });
    },
    press: async ({ chat: id, messageId, data, from = id }) => {
      const message = store.find(existing(id).id, messageId);
      if (
        message === undefined ||
        message === 'forgotten' ||
        !callbackDataOf(message.markup).includes(data)
      ) {
        throw new Error(`message ${messageId} of chat ${id} has no button "${data}"`);
      }
      const queryId = openQuery('callback');
      const delivery = await updates.publish('callback_query', {
        id: queryId,
        from: userJson(from),
        message: messageJson(message),
        chat_instance: String(id),
        data,
      });
      return { ...delivery, queryId };
    },
    ask: async ({ query, from, offset = '' }) => {
      const queryId = openQuery('inline');
      const delivery = await updates.publish('inline_query', {
        id: queryId,
        from: userJson(from),
        query,
        offset,
      });
      return { ...delivery, queryId };
    },
    changeBot: ({ chat: id, from, to }) => {
      const chat = existing(id);
      const isIn = to === 'member' || to === 'administrator';
      const out = chat.type === 'private' ? 'blocked' : to === 'left' ? 'left' : 'kicked';
      chats.change({ ...chat, standing: isIn ? 'in' : out });
      return updates.publish('my_chat_member', {
        chat: chatJson(chat),
        from: userJson(from),
        date: seconds(),
        old_chat_member: memberJson(parts.bot.id, chat.standing === 'in' ? 'member' : 'left'),
        new_chat_member: memberJson(parts.bot.id, to),
      });
    },
    migrate: async ({ chat: id, to, from, announcedIn }) => {
      const [old, supergroup] = [existing(id), existing(to)];
      chats.change({ ...old, movedTo: to });
      const announce = (chat: Chat, what: object) =>
        updates.publish('message', {
          message_id: store.nextId(),
          date: seconds(),
          chat: chatJson(chat),
          from: userJson(from),
          ...what,
        });
      const deliveries: WebhookDelivery[] = [];
      for (const place of announcedIn)
        deliveries.push(
          await (place === 'group'
            ? announce(old, { migrate_to_chat_id: to })
            : announce(supergroup, { migrate_from_chat_id: id })),
        );
      return deliveries;
    },
  };
}

function userJson(id: number): object {
  return { id, is_bot: false, first_name: `User ${id}`, language_code: 'en' };
}

/** A chat member with every field that the description requires for the status. */
export function memberJson(id: number, status: MemberStatus): object {
  const user = userJson(id);
  const no = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, false]));
  switch (status) {
    case 'creator':
      return { status, user, is_anonymous: false };
    case 'administrator':
      return {
        status,
        user,
        ...no(['can_be_edited', 'is_anonymous', 'can_manage_chat', 'can_delete_messages']),
        ...no(['can_manage_video_chats', 'can_restrict_members', 'can_promote_members', 'can_change_info']),
        ...no(['can_invite_users', 'can_post_stories', 'can_edit_stories', 'can_delete_stories']),
      };
    case 'kicked':
      return { status, user, until_date: 0 };
    default:
      return { status, user };
  }
}

function commandEntities(text: string): readonly object[] {
  return [...text.matchAll(/(?<=^|\s)\/[A-Za-z0-9_]+(@\w+)?/g)].map((match) => ({
    type: 'bot_command',
    offset: match.index,
    length: match[0].length,
  }));
}
