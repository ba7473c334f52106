import type { Faults } from '../peer/faults.ts';
import { type ChatRefusal, refusalOf } from './chat-refusals.ts';
import { badRequest, TelegramRefusal } from './refusal.ts';

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';
export type Standing = 'in' | 'blocked' | 'deactivated' | 'kicked' | 'left';
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

/** An existing chat. Its type follows from the id by default: positive = private, -100... = supergroup. */
export type ChatOptions = {
  readonly id: number;
  readonly type?: ChatType;
  readonly username?: string;
  readonly title?: string;
  /** Ids of its topics; a chat with topics is a forum. */
  readonly topics?: readonly number[];
  readonly closedTopics?: readonly number[];
  readonly deletedTopics?: readonly number[];
  readonly standing?: Standing;
  /** The supergroup that the group became. */
  readonly movedTo?: number;
  /** Why it refuses all messages, or one kind, although the bot is a member; null = it accepts all. */
  readonly refuses?: ChatRefusal | null;
  readonly members?: Readonly<Record<number, MemberStatus>>;
};
export type Chat = ChatOptions & { readonly type: ChatType; readonly standing: Standing };

/** `count` chats with consecutive ids; nothing is stored about one until it changes. */
export type ChatRange = { readonly from: number; readonly count: number };

export type Chats = {
  /** Returns the chat. @throws TelegramRefusal if there is none, the bot is not in it, or it has moved. */
  readonly enter: (id: number | string) => Chat;
  /** The chat, whatever the bot's standing in it. */
  readonly find: (id: number | string) => Chat | undefined;
  readonly change: (chat: ChatOptions) => void;
};

export function createChats(
  listed: readonly (number | string | ChatOptions)[],
  ranges: readonly ChatRange[],
  faults: () => Faults | undefined,
): Chats {
  const byId = new Map<number, Chat>();
  const ids = new Map<string, number>();
  const change = (options: ChatOptions) => {
    const chat = complete({ ...byId.get(options.id), ...options });
    byId.set(chat.id, chat);
    if (chat.username !== undefined) ids.set(`@${chat.username.toLowerCase()}`, chat.id);
  };
  for (const [index, chat] of listed.entries()) {
    if (typeof chat === 'number') change({ id: chat });
    else if (typeof chat === 'object') change(chat);
    else change({ id: -1_009_000_000_000 - index, type: 'channel', username: chat.slice(1) });
  }

  function find(id: number | string): Chat | undefined {
    const number = typeof id === 'number' ? id : ids.get(id.toLowerCase());
    if (number === undefined) return undefined;
    const inRange = ranges.some(({ from, count }) => number >= from && number < from + count);
    const chat = byId.get(number) ?? (inRange ? complete({ id: number }) : undefined);
    return chat && withFaults(chat);
  }

  function withFaults(chat: Chat): Chat {
    const fate = chat.standing === 'in' ? faults()?.ofRecipient(String(chat.id)) : undefined;
    if (fate === 'blocked') return { ...chat, standing: chat.type === 'private' ? 'blocked' : 'kicked' };
    if (fate === 'refusing') return { ...chat, refuses: refusalOf(chat.id) };
    // Only a basic group can become a supergroup.
    if (fate !== 'migrated' || chat.type !== 'group' || chat.movedTo !== undefined) return chat;
    const movedTo = -1_000_000_000_000 + chat.id;
    // The bot can only write to the supergroup if it exists.
    if (!byId.has(movedTo)) change({ id: movedTo });
    return { ...chat, movedTo };
  }

  return {
    find,
    change,
    enter: (id) => {
      const chat = find(id);
      if (chat === undefined) throw badRequest('chat not found');
      const { type, standing, movedTo } = chat;
      if (movedTo !== undefined) {
        throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: movedTo });
      }
      if (standing !== 'in') throw new TelegramRefusal(403, `Forbidden: ${exclusionReason(type, standing)}`);
      return chat;
    },
  };
}

function exclusionReason(type: ChatType, standing: Exclude<Standing, 'in'>): string {
  if (standing === 'blocked') return 'bot was blocked by the user';
  if (standing === 'deactivated') return 'user is deactivated';
  if (standing === 'kicked') return `bot was kicked from the ${type} chat`;
  return `bot is not a member of the ${type} chat`;
}

function complete(options: ChatOptions): Chat {
  return { type: typeOf(options.id), standing: 'in', ...options };
}

function typeOf(id: number): ChatType {
  if (id > 0) return 'private';
  return id < -1_000_000_000_000 ? 'supergroup' : 'group';
}

/** A chat as it appears in updates and messages. */
export function chatJson({ id, type, username, title, topics }: Chat): object {
  return {
    id,
    type,
    ...(username !== undefined && { username }),
    ...(type === 'private' ? { first_name: `User ${id}` } : { title: title ?? `Chat ${id}` }),
    ...(topics !== undefined && { is_forum: true }),
  };
}
