import { type Chat, type Chats, type MemberStatus, toldChat } from './chats.ts';
import { dataOf } from './keyboard.ts';
import type { BookedMessage, MessageBook } from './message-book.ts';
import type { Updates, WebhookDelivery } from './updates.ts';

/** What people do to the bot; each ends in an update. */
export type People = {
  readonly say: (what: {
    readonly chat: number;
    readonly text: string;
    readonly from?: number;
    readonly topic?: number;
    /** By an administrator in the name of the group. */
    readonly anonymous?: boolean;
    /** Not said by a person here: forwarded, forwarded from the linked channel by itself, by or through another bot. */
    readonly how?: 'forwarded' | 'from-linked-channel' | 'by-bot' | 'via-bot';
  }) => Promise<WebhookDelivery>;
  /** Presses a button of a message that has it; answers with the id of the query, too. */
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
  /** Lets the bot in, throws it out or blocks it: the chat's standing changes, and the bot is told. */
  readonly changeBot: (what: {
    readonly chat: number;
    readonly from: number;
    readonly to: 'member' | 'administrator' | 'kicked' | 'left';
  }) => Promise<WebhookDelivery>;
  /** Makes a group a supergroup, which is there already as `to`. `told`: of which of the two the bot hears it, in order. */
  readonly migrate: (what: {
    readonly chat: number;
    readonly to: number;
    readonly from: number;
    readonly told: readonly ('group' | 'supergroup')[];
  }) => Promise<readonly WebhookDelivery[]>;
};

/** Telegram's own account, in whose name anonymous administrators write. */
const ANONYMOUS = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

/** Telegram's own account, in whose name a channel's posts come into its discussion group. */
const TELEGRAM = { id: 777000, is_bot: false, first_name: 'Telegram' };
const LINKED_CHANNEL = { id: -1001999, type: 'channel', title: 'Linked' };
const OTHER_BOT = { id: 4242, is_bot: true, first_name: 'Other', username: 'other_bot' };

/** What a message has besides, by how it came about (Message, MessageOrigin of the Bot API). */
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
  readonly book: MessageBook;
  readonly updates: Updates;
  readonly now: () => number;
  readonly toldMessage: (message: BookedMessage) => object;
  readonly openQuery: (kind: 'callback' | 'inline') => string;
}): People {
  const { chats, book, updates, now, toldMessage, openQuery } = parts;
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
        message_id: book.nextId(),
        date: seconds(),
        chat: toldChat(chat),
        ...(chat.type === 'channel' || anonymous ? { sender_chat: toldChat(chat) } : {}),
        ...(chat.type !== 'channel' && { from: anonymous ? ANONYMOUS : toldUser(from) }),
        ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
        ...(how !== undefined && HOW[how](seconds())),
        text,
        ...(entities.length > 0 && { entities }),
      });
    },
    press: async ({ chat: id, messageId, data, from = id }) => {
      const message = book.find(existing(id).id, messageId);
      if (message === undefined || message === 'forgotten' || !dataOf(message.markup).includes(data)) {
        throw new Error(`message ${messageId} of chat ${id} has no button "${data}"`);
      }
      const queryId = openQuery('callback');
      const delivery = await updates.publish('callback_query', {
        id: queryId,
        from: toldUser(from),
        message: toldMessage(message),
        chat_instance: String(id),
        data,
      });
      return { ...delivery, queryId };
    },
    ask: async ({ query, from, offset = '' }) => {
      const queryId = openQuery('inline');
      const delivery = await updates.publish('inline_query', {
        id: queryId,
        from: toldUser(from),
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
        chat: toldChat(chat),
        from: toldUser(from),
        date: seconds(),
        old_chat_member: toldMember(parts.bot.id, chat.standing === 'in' ? 'member' : 'left'),
        new_chat_member: toldMember(parts.bot.id, to),
      });
    },
    migrate: async ({ chat: id, to, from, told }) => {
      const [old, supergroup] = [existing(id), existing(to)];
      chats.change({ ...old, movedTo: to });
      const tell = (chat: Chat, what: object) =>
        updates.publish('message', {
          message_id: book.nextId(),
          date: seconds(),
          chat: toldChat(chat),
          from: toldUser(from),
          ...what,
        });
      const deliveries: WebhookDelivery[] = [];
      for (const one of told)
        deliveries.push(
          await (one === 'group'
            ? tell(old, { migrate_to_chat_id: to })
            : tell(supergroup, { migrate_from_chat_id: id })),
        );
      return deliveries;
    },
  };
}

function toldUser(id: number): object {
  return { id, is_bot: false, first_name: `User ${id}`, language_code: 'en' };
}

/** A member with every field that the description requires of the status. */
export function toldMember(id: number, status: MemberStatus): object {
  const user = toldUser(id);
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
