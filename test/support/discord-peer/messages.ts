import type { PeerClock } from '../peer/clock.ts';
import type { UploadedFile } from '../peer/multipart.ts';
import type { Channels } from './channels.ts';
import { checkMessage, checkNotEmpty } from './check-message.ts';
import { type MessageStore, type StoredMessage, storedFiles } from './message-store.ts';
import type { ForgottenNonce } from './options.ts';
import { DiscordRefusal, invalidForm } from './refusal.ts';
import type { AnyMessage } from './requests.ts';

/** A checked request that creates or edits a message unless a fault is injected. */
export type Draft = {
  readonly act: 'create' | 'edit' | 'webhook' | 'interaction';
  readonly channel: string;
  /** The message already created with the same nonce; if there is one, `save` creates no other. */
  readonly known: StoredMessage | undefined;
  readonly save: () => StoredMessage;
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
  readonly edit: (message: StoredMessage, payload: AnyMessage, files: readonly UploadedFile[]) => Draft;
  /** Returns the message. @throws DiscordRefusal if there is none. */
  readonly existing: (channel: string, id: string) => StoredMessage;
  readonly read: (channel: string, query: URLSearchParams) => readonly StoredMessage[];
  readonly crosspost: (channel: string, id: string) => StoredMessage;
  readonly deduplicated: () => number;
  readonly forgotten: () => readonly ForgottenNonce[];
  readonly crossposted: () => number;
};

/** Documentation: `enforce_nonce` checks the past few minutes, without a number; two are assumed. */
const NONCE_MS = 120_000;

export function createMessages(parts: {
  readonly applicationId: string;
  readonly channels: Channels;
  readonly store: MessageStore;
  readonly clock: PeerClock;
}): Messages {
  const { applicationId, channels, store, clock } = parts;
  const nonces = new Map<string, StoredMessage>();
  /** When each nonce last created a message; kept after the nonce is forgotten. */
  const lastCreated = new Map<string, number>();
  const forgotten: ForgottenNonce[] = [];
  let [deduplicated, crossposts] = [0, 0];

  function byNonce(key: string): StoredMessage | undefined {
    // Nonces are in order of time, the oldest first.
    for (const [other, { createdAt }] of nonces) {
      if (clock.now() - createdAt <= NONCE_MS) break;
      nonces.delete(other);
    }
    return nonces.get(key);
  }

  function existing(channel: string, id: string): StoredMessage {
    const message = store.find(channel, id);
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
      checkNotEmpty(payload, files.length);
      const reference = 'message_reference' in payload ? payload.message_reference : undefined;
      if (reference !== undefined && reference.fail_if_not_exists !== false) {
        if (store.find(reference.channel_id ?? channel, reference.message_id) === undefined) {
          throw invalidForm('message_reference: Unknown message');
        }
      }
      const key = 'nonce' in payload ? `${channel} ${payload.nonce}` : undefined;
      const known = key === undefined ? undefined : byNonce(key);
      return {
        act,
        channel,
        known,
        save: () => {
          if (known !== undefined) {
            deduplicated += 1;
            return known;
          }
          const message: StoredMessage = {
            id: store.nextId(clock.now()),
            channel,
            createdAt: clock.now(),
            editedAt: undefined,
            author: { id: webhook ?? applicationId, username: name, bot: true },
            webhook,
            payload,
            files: storedFiles(files),
            crossposted: false,
          };
          store.put(message);
          if (key !== undefined) {
            const before = lastCreated.get(key);
            if (before !== undefined) forgotten.push({ channel, seconds: (clock.now() - before) / 1000 });
            lastCreated.set(key, clock.now());
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
      const changed: StoredMessage = {
        ...message,
        editedAt: clock.now(),
        payload: { ...message.payload, ...payload },
        files: [...kept, ...storedFiles(files)],
      };
      checkNotEmpty(changed.payload, changed.files.length);
      return {
        act: 'edit',
        channel: message.channel,
        known: undefined,
        save: () => {
          store.put(changed);
          return changed;
        },
      };
    },
    read: (channel, query) => {
      const limit = Number(query.get('limit') ?? 50);
      const bounds = ['before', 'after', 'around'].filter((name) => query.has(name));
      if (bounds.length > 1) throw invalidForm('before, after and around exclude one another');
      const messages = store.ofChannel(channel);
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
      store.put(crossposted);
      crossposts += 1;
      return crossposted;
    },
  };
}
