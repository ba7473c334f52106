import type { UploadedFile } from '../peer/multipart.ts';
import type { AnyMessage } from './requests.ts';

/** A message as its channel shows it. */
export type StoredMessage = {
  readonly id: string;
  readonly channel: string;
  readonly createdAt: number;
  readonly editedAt: number | undefined;
  readonly author: { readonly id: string; readonly username: string; readonly bot: true };
  /** Id of the webhook or application that wrote it; undefined if the bot wrote it with its token. */
  readonly webhook: string | undefined;
  readonly payload: AnyMessage;
  readonly files: readonly { readonly id: string; readonly name: string; readonly bytes: number }[];
  readonly crossposted: boolean;
};

/** The newest messages, in order of arrival. */
export type MessageStore = {
  readonly nextId: (nowMs: number) => string;
  readonly put: (message: StoredMessage) => void;
  readonly find: (channel: string, id: string) => StoredMessage | undefined;
  readonly remove: (message: StoredMessage) => void;
  /** Newest first. */
  readonly ofChannel: (channel: string) => readonly StoredMessage[];
};

/** Ids count milliseconds from the first second of 2015. */
const EPOCH_MS = 1_420_070_400_000;

export function createMessageStore(keep: number): MessageStore {
  const messages = new Map<string, StoredMessage>();
  /** Ids in order of arrival: finding the first key of a Map is slow after many deletions. */
  const ids: string[] = [];
  let last = 0n;
  return {
    nextId: (nowMs) => {
      const id = BigInt(Math.floor(nowMs) - EPOCH_MS) << 22n;
      last = id > last ? id : last + 1n;
      return String(last);
    },
    put: (message) => {
      if (!messages.has(message.id)) ids.push(message.id);
      messages.set(message.id, message);
      if (ids.length > keep) messages.delete(ids.shift()!);
    },
    find: (channel, id) => {
      const message = messages.get(id);
      return message?.channel === channel ? message : undefined;
    },
    remove: ({ id }) => {
      messages.delete(id);
    },
    ofChannel: (channel) => [...messages.values()].filter((message) => message.channel === channel).reverse(),
  };
}

export function storedFiles(files: readonly UploadedFile[]): StoredMessage['files'] {
  return files.map(({ name, bytes }, index) => ({ id: String(index), name, bytes: bytes.length }));
}

/** A message as Discord's API returns it. */
export function messageJson(message: StoredMessage): object {
  const { id, channel, createdAt, editedAt, author, webhook, payload, files, crossposted } = message;
  const { content, embeds = [], components = [] } = payload;
  return {
    id,
    type: 'message_reference' in payload && payload.message_reference ? 19 : 0,
    channel_id: channel,
    author,
    ...(webhook !== undefined && { webhook_id: webhook }),
    content: content ?? '',
    embeds: embeds.map((embed) => ({ type: 'rich', ...embed })),
    components,
    attachments: files.map((file) => ({
      id: `${id}${file.id}`,
      filename: file.name,
      size: file.bytes,
      url: `https://cdn.invalid/${id}/${file.name}`,
      proxy_url: `https://cdn.invalid/${id}/${file.name}`,
    })),
    timestamp: new Date(createdAt).toISOString(),
    edited_timestamp: editedAt === undefined ? null : new Date(editedAt).toISOString(),
    flags: ('flags' in payload ? (payload.flags ?? 0) : 0) | (crossposted ? 1 : 0),
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    ...('message_reference' in payload && { message_reference: payload.message_reference }),
  };
}
