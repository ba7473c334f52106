import type { FormattedText } from './formatted-text.ts';
import type { Picture } from './picture.ts';

/** A message of the bot as the chat shows it. */
export type StoredMessage = {
  readonly id: number;
  readonly chat: number;
  readonly date: number;
  readonly topic: number | undefined;
  readonly replyTo: number | undefined;
  readonly content: FormattedText;
  /** If it has one, `content` is its caption. */
  readonly photo: (Picture & { readonly fileId: string }) | undefined;
  readonly markup: object | undefined;
};

/** The newest messages; of older ones only that they existed. */
export type MessageStore = {
  readonly nextId: () => number;
  readonly put: (message: StoredMessage) => void;
  /** `forgotten` = there was such a message, but it is no longer kept. */
  readonly find: (chat: number, id: number) => StoredMessage | 'forgotten' | undefined;
  readonly remove: (chat: number, id: number) => void;
  readonly photo: (fileId: string) => Picture | undefined;
};

export function createMessageStore(keep: number): MessageStore {
  const messages = new Map<string, StoredMessage>();
  /** Keys in order of arrival: finding the first key of a Map is slow after many deletions. */
  const keys: string[] = [];
  const photos = new Map<string, Picture>();
  let lastId = 0;
  let forgottenUpTo = 0;
  return {
    nextId: () => ++lastId,
    put: (message) => {
      const key = `${message.chat}:${message.id}`;
      if (!messages.has(key)) keys.push(key);
      messages.set(key, message);
      if (message.photo !== undefined) photos.set(message.photo.fileId, message.photo);
      if (keys.length <= keep) return;
      const oldestKey = keys.shift()!;
      const oldest = messages.get(oldestKey);
      messages.delete(oldestKey);
      if (oldest?.photo !== undefined) photos.delete(oldest.photo.fileId);
      forgottenUpTo = Math.max(forgottenUpTo, oldest?.id ?? 0);
    },
    find: (chat, id) =>
      messages.get(`${chat}:${id}`) ?? (id > 0 && id <= forgottenUpTo ? 'forgotten' : undefined),
    remove: (chat, id) => {
      messages.delete(`${chat}:${id}`);
    },
    photo: (fileId) => photos.get(fileId),
  };
}
