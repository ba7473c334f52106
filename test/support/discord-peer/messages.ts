import type { PeerClock } from '../peer/clock.ts';
import type { UploadedFile } from '../peer/multipart.ts';
import type { Channels } from './channels.ts';
import { checkMessage, checkShown } from './check-message.ts';
import { type BookedMessage, bookedFiles, type MessageBook } from './message-book.ts';
import type { ForgottenNonce } from './options.ts';
import { DiscordRefusal, invalidForm } from './refusal.ts';
import type { AnyMessage } from './requests.ts';

/** A checked request that will make or change a message as soon as nothing breaks. */
export type Draft = {
  readonly act: 'create' | 'edit' | 'webhook' | 'interaction';
  readonly channel: string;
  /** The message that a nonce has told already: nothing will be made. */
  readonly known: BookedMessage | undefined;
  readonly book: () => BookedMessage;
};

export type Messages = {
  readonly create: (
    place: {
      readonly act: 'create' | 'webhook' | 'interaction';
      readonly channel: string;
      readonly webhook?: string;
      readonly name: string;
    },
    payload: AnyMessage,
    files: readonly UploadedFile[],
  ) => Draft;
  readonly edit: (message: BookedMessage, payload: AnyMessage, files: readonly UploadedFile[]) => Draft;
  /** The message; throws where there is none. */
  readonly existing: (channel: string, id: string) => BookedMessage;
  readonly read: (channel: string, query: URLSearchParams) => readonly BookedMessage[];
  readonly crosspost: (channel: string, id: string) => BookedMessage;
  readonly deduplicated: () => number;
  readonly forgotten: () => readonly ForgottenNonce[];
  readonly crossposted: () => number;
};

/** Documentation: `enforce_nonce` looks at the past few minutes; how many is not said, so two are kept. */
const NONCE_MS = 120_000;

export function createMessages(parts: {
  readonly applicationId: string;
  readonly channels: Channels;
  readonly book: MessageBook;
  readonly clock: PeerClock;
}): Messages {
  const { applicationId, channels, book, clock } = parts;
  const nonces = new Map<string, BookedMessage>();
  /** When each nonce last made a message; what it made is told no more. */
  const lastMade = new Map<string, number>();
  const forgotten: ForgottenNonce[] = [];
  let [deduplicated, crossposts] = [0, 0];

  function byNonce(key: string): BookedMessage | undefined {
    // In the order of their times, so the old ones are in front.
    for (const [other, { createdAt }] of nonces) {
      if (clock.now() - createdAt <= NONCE_MS) break;
      nonces.delete(other);
    }
    return nonces.get(key);
  }

  function existing(channel: string, id: string): BookedMessage {
    const message = book.find(channel, id);
    if (message === undefined) throw new DiscordRefusal(404, 10008, 'Unknown Message');
    return message;
  }

  return {
    existing,
    deduplicated: () => deduplicated,
    forgotten: () => forgotten,
    crossposted: () => crossposts,
    create: ({ act, channel, webhook, name }, payload, files) => {
      checkMessage(payload, files);
      checkShown(payload, files.length);
      const reference = 'message_reference' in payload ? payload.message_reference : undefined;
      if (reference !== undefined && reference.fail_if_not_exists !== false) {
        if (book.find(reference.channel_id ?? channel, reference.message_id) === undefined) {
          throw invalidForm('message_reference: Unknown message');
        }
      }
      const key = 'nonce' in payload ? `${channel} ${payload.nonce}` : undefined;
      const known = key === undefined ? undefined : byNonce(key);
      return {
        act,
        channel,
        known,
        book: () => {
          if (known !== undefined) {
            deduplicated += 1;
            return known;
          }
          const message: BookedMessage = {
            id: book.nextId(clock.now()),
            channel,
            createdAt: clock.now(),
            editedAt: undefined,
            author: { id: webhook ?? applicationId, username: name, bot: true },
            webhook,
            payload,
            files: bookedFiles(files),
            crossposted: false,
          };
          book.put(message);
          if (key !== undefined) {
            const before = lastMade.get(key);
            if (before !== undefined) forgotten.push({ channel, seconds: (clock.now() - before) / 1000 });
            lastMade.set(key, clock.now());
            nonces.set(key, message);
          }
          return message;
        },
      };
    },
    edit: (message, payload, files) => {
      checkMessage(payload, files);
      const { attachments } = payload;
      const kept = attachments === undefined ? message.files : [];
      const changed: BookedMessage = {
        ...message,
        editedAt: clock.now(),
        payload: { ...message.payload, ...payload },
        files: [...kept, ...bookedFiles(files)],
      };
      checkShown(changed.payload, changed.files.length);
      return {
        act: 'edit',
        channel: message.channel,
        known: undefined,
        book: () => {
          book.put(changed);
          return changed;
        },
      };
    },
    read: (channel, query) => {
      const limit = Number(query.get('limit') ?? 50);
      const bounds = ['before', 'after', 'around'].filter((name) => query.has(name));
      if (bounds.length > 1) throw invalidForm('before, after and around exclude one another');
      const messages = book.ofChannel(channel);
      const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name));
      if (before != null) return messages.filter(({ id }) => BigInt(id) < BigInt(before)).slice(0, limit);
      if (after != null) return messages.filter(({ id }) => BigInt(id) > BigInt(after)).slice(-limit);
      if (around == null) return messages.slice(0, limit);
      const newer = messages.filter(({ id }) => BigInt(id) > BigInt(around)).length;
      const start = Math.max(0, newer - Math.floor(limit / 2));
      return messages.slice(start, start + limit);
    },
    crosspost: (channel, id) => {
      if (channels.enter(channel, 'write').type !== 5) {
        throw new DiscordRefusal(400, 50024, 'Cannot execute action on this channel type');
      }
      const message = existing(channel, id);
      if (message.crossposted) {
        throw new DiscordRefusal(400, 40033, 'This message has already been crossposted.');
      }
      const crossposted = { ...message, crossposted: true };
      book.put(crossposted);
      crossposts += 1;
      return crossposted;
    },
  };
}
