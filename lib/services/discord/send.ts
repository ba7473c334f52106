import { createHash } from 'node:crypto';
import { DiscordAPIError, REST } from '@discordjs/rest';
import * as z from 'zod/mini';
import { type Channel, SEND_SECONDS, type TimeLeft } from '../../delivery/channel.ts';
import type { Picture } from '../../messages/picture.ts';
import type { DiscordText } from '../../messages/rendered.ts';
import { parseInput } from '../../schema.ts';
import type { ServiceAccess } from '../access.ts';
import { type Outcome, reasonOf, requestSignal, resultOf } from '../faults.ts';
import { tryWithPicture, withinSize } from '../picture.ts';
import { type ClientOptions, clientOptions } from './client.ts';
import { faultOf } from './faults.ts';
import { discordToken, snowflake } from './ids.ts';
import { messageRequest, sentMessage, silentFlag } from './message.ts';
import { componentsOf } from './rendered-reply.ts';

const Place = z.object({ type: z.int(), parent_id: z.optional(z.nullable(snowflake)) });
const Recent = z.array(
  z.object({
    id: snowflake,
    embeds: z.array(z.object({ title: z.optional(z.string()), description: z.optional(z.string()) })),
  }),
);

/** Discord's maximum per request. */
const RECENT_MESSAGES = 100;

/** REST remembers every channel until it sweeps, which adds up over many chats. */
const SWEEP_MS = 10_000;

/** Discord allows 50 requests a second over all channels, and five messages in five seconds in one. */
const PACE: Channel['pace'] = { start: 40, least: 15, most: 49, chatIntervalMs: 1100 };

/** Channel types: text, announcements (other servers can follow it), and a thread for invited members. */
const TEXT = 0;
const ANNOUNCEMENTS = 5;
const PRIVATE_THREAD = 12;

/** "Cannot execute action on this channel type": it can no longer be followed. */
const WRONG_CHANNEL_TYPE = 50024;

/** Opens a channel that sends as a Discord bot, through a webhook, or both, each for its own chats. */
export function openDiscord({ token, webhook: address, api }: ServiceAccess): Channel | null {
  const bot = token === null ? null : discordChannel({ token, api });
  const webhook = address === null ? null : discordWebhook({ ...address, api });
  if (bot === null || webhook === null) return bot ?? webhook;
  const of = (chat: string) => (chat.startsWith('webhook/') ? webhook : bot);
  return {
    ...bot,
    deduplicates: (chat) => of(chat).deduplicates(chat),
    crosspost: async (chat, messageId, isFollowed) =>
      of(chat).crosspost?.(chat, messageId, isFollowed) ?? { kind: 'sent', messageId },
    find: async (message, chat) => of(chat).find?.(message, chat) ?? { kind: 'not-possible' },
    send: (message, to, ...more) => of(to.chat).send(message, to, ...more),
  };
}

/**
 * Creates a channel that sends as a Discord bot and never pings anyone. Discord recognises a repeat within minutes by
 * its nonce, and answers with the existing message. @throws InputError if the token is malformed.
 */
export function discordChannel(options: ClientOptions & { readonly token: string }): Channel {
  // Other characters are invalid in a header, and the error about them would quote the token.
  const token = parseInput(discordToken, options.token, 'Discord token');
  const { rest, limit } = connectSender(options);
  const followed = new Map<string, boolean>();
  const placeOf = async (chat: string, signal: AbortSignal) =>
    z.parse(Place, await rest.setToken(token).get(`/channels/${chat}`, { signal }));
  /** Whether a channel is an announcement channel; fetched once. */
  const isAnnouncements = async (chat: string, signal: AbortSignal): Promise<boolean> => {
    const known = followed.get(chat) ?? (await placeOf(chat, signal)).type === ANNOUNCEMENTS;
    followed.set(chat, known);
    return known;
  };
  /**
   * Reopens an archived thread; null if it is open now. A thread locked by a moderator stays closed: the chat then
   * moves to the thread's parent channel, if everyone who saw the thread can see that.
   */
  const reopen = async (chat: string, timeLeft?: TimeLeft): Promise<Outcome | null> => {
    try {
      const signal = limit(timeLeft);
      await rest.setToken(token).patch(`/channels/${chat}`, { body: { archived: false }, signal });
      return null;
    } catch (error) {
      const fault = faultOf(error, token);
      if (fault.kind !== 'gone' && fault.kind !== 'refused') return fault;
    }
    const locked: Outcome = { kind: 'gone', reason: 'the thread is archived and locked' };
    try {
      const { type, parent_id: parent } = await placeOf(chat, limit(timeLeft));
      if (!parent || type === PRIVATE_THREAD) return locked;
      const takesMessages = [TEXT, ANNOUNCEMENTS].includes((await placeOf(parent, limit(timeLeft))).type);
      return takesMessages ? { kind: 'moved', chat: parent } : locked;
    } catch (error) {
      const fault = faultOf(error, token);
      return fault.kind === 'gone' ? locked : fault;
    }
  };
  return {
    vendor: 'discord',
    pace: PACE,
    deduplicates: () => true,
    async find({ discord }, chat) {
      try {
        const query = new URLSearchParams({ limit: String(RECENT_MESSAGES) });
        const signal = limit();
        const answer = await rest.setToken(token).get(`/channels/${chat}/messages`, { query, signal });
        const recent = z.safeParse(Recent, answer);
        if (!recent.success) return { kind: 'unclear', reason: 'an answer that is not a list of messages' };
        const found = recent.data.find((message) => isSame(message.embeds[0], discord.embeds[0]));
        return found === undefined ? { kind: 'absent' } : { kind: 'found', messageId: found.id };
      } catch (error) {
        return { kind: 'unclear', reason: reasonOf(faultOf(error, token)) };
      }
    },
    async crosspost(chat, messageId, isFollowed) {
      const done = { kind: 'sent', messageId } as const;
      // Both requests share one time limit.
      const signal = limit();
      try {
        if (!(isFollowed ?? (await isAnnouncements(chat, signal)))) return done;
        const path = `/channels/${chat}/messages/${messageId}/crosspost` as const;
        await rest.setToken(token).post(path, { signal });
        return done;
      } catch (error) {
        const isOver = error instanceof DiscordAPIError && Number(error.code) === WRONG_CHANNEL_TYPE;
        if (isOver) return { ...done, note: 'the channel can no longer be followed' };
        const fault = faultOf(error, token);
        return fault.kind === 'unchanged' ? done : resultOf(fault);
      }
    },
    async send({ discord, buttons }, { deliveryId, chat, silent, replyTo = null }, picture = null, timeLeft) {
      if (!z.safeParse(snowflake, chat).success)
        return { kind: 'refused', reason: 'a Discord channel id is a number' };
      const request = async (shown: Picture | null, follows: string | null): Promise<Outcome> => {
        try {
          // REST forgets its token after a 401, so it is set each time. REST's timeout covers only the headers.
          const answer = await rest.setToken(token).post(`/channels/${chat}/messages`, {
            signal: limit(timeLeft),
            ...messageRequest(discord, shown, {
              ...silentFlag(silent),
              ...(follows !== null && {
                message_reference: { message_id: follows, fail_if_not_exists: false },
              }),
              ...(buttons !== undefined && { components: componentsOf(buttons) }),
              nonce: nonceOf(deliveryId),
              enforce_nonce: true,
            }),
          });
          return sentMessage(answer);
        } catch (error) {
          return faultOf(error, token, shown !== null);
        }
      };
      const attempt = async (shown: Picture | null): Promise<Outcome> => {
        const sent = await request(shown, replyTo);
        return sent.kind === 'no-history' ? request(shown, null) : sent;
      };
      const sent = await tryWithPicture(withinSize(picture), attempt);
      if (sent.kind !== 'archived') return resultOf(sent);
      return resultOf((await reopen(chat, timeLeft)) ?? (await tryWithPicture(withinSize(picture), attempt)));
    },
  };
}

/** Recognises our own message by title and text: they name the day, and only bots can send embeds. */
function isSame(
  found: { readonly title?: string | undefined; readonly description?: string | undefined } | undefined,
  sent: DiscordText['embeds'][number] | undefined,
): boolean {
  return found !== undefined && found.title === sent?.title && found.description === sent?.description;
}

/** 24 of the 25 characters that Discord allows: 144 bits, so two deliveries never share one. */
function nonceOf(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('base64url').slice(0, 24);
}

type WebhookOptions = ClientOptions & { id: string; token: string; thread?: string | null };

/**
 * Creates a channel that sends through a webhook, for operators without a bot. Discord does not recognise repeats
 * there, and a message can neither reply to another nor be crossposted.
 */
export function discordWebhook({ id, token, thread = null, ...options }: WebhookOptions): Channel {
  const { rest, limit } = connectSender(options);
  return {
    vendor: 'discord',
    pace: PACE,
    deduplicates: () => false,
    async send({ discord }, { silent }, picture = null, timeLeft) {
      const sent = await tryWithPicture(withinSize(picture), async (shown): Promise<Outcome> => {
        try {
          const answer = await rest.post(`/webhooks/${id}/${token}`, {
            auth: false,
            query: new URLSearchParams({ wait: 'true', ...(thread !== null && { thread_id: thread }) }),
            signal: limit(timeLeft),
            ...messageRequest(discord, shown, silentFlag(silent)),
          });
          return sentMessage(answer);
        } catch (error) {
          return faultOf(error, token, shown !== null);
        }
      });
      return resultOf(sent);
    },
  };
}

/**
 * Connects for sending: rate limits are reported, not waited out. `limit` returns a signal that aborts a slow request.
 */
function connectSender(options: ClientOptions) {
  const seconds = options.timeoutSeconds ?? SEND_SECONDS;
  const rest = new REST({
    ...clientOptions({ ...options, timeoutSeconds: seconds }),
    rejectOnRateLimit: () => true,
    handlerSweepInterval: SWEEP_MS,
  });
  return { rest, limit: (timeLeft?: TimeLeft) => requestSignal(seconds, timeLeft) };
}
