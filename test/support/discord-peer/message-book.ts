import type { UploadedFile } from '../peer/multipart.ts';
import type { AnyMessage } from './requests.ts';

/** A message as its channel shows it. */
export type BookedMessage = {
  readonly id: string;
  readonly channel: string;
  readonly createdAt: number;
  readonly editedAt: number | undefined;
  /** Null where a webhook or an interaction wrote it. */
  readonly author: { readonly id: string; readonly username: string; readonly bot: true };
  readonly webhook: string | undefined;
  readonly payload: AnyMessage;
  readonly files: readonly { readonly id: string; readonly name: string; readonly bytes: number }[];
  readonly crossposted: boolean;
};

/** The newest messages, in order. */
export type MessageBook = {
  readonly nextId: (nowMs: number) => string;
  readonly put: (message: BookedMessage) => void;
  readonly find: (channel: string, id: string) => BookedMessage | undefined;
  readonly remove: (message: BookedMessage) => void;
  /** Newest first. */
  readonly ofChannel: (channel: string) => readonly BookedMessage[];
};

/** Discord counts milliseconds from the first second of 2015. */
const EPOCH_MS = 1_420_070_400_000;

export function createMessageBook(keep: number): MessageBook {
  const messages = new Map<string, BookedMessage>();
  /** Ids in the order in which messages came; the first ones of a Map are slow to find. */
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

export function bookedFiles(files: readonly UploadedFile[]): BookedMessage['files'] {
  return files.map(({ name, bytes }, index) => ({ id: String(index), name, bytes: bytes.length }));
}

/** The message as Discord tells it. */
export function toldMessage(message: BookedMessage): object {
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
