import { createHash } from 'node:crypto';
import { DiscordAPIError, HTTPError, RateLimitError, REST } from '@discordjs/rest';
import * as z from 'zod/mini';
import type { Channel, SendResult } from '../../delivery/channel.ts';
import { LARGEST_PICTURE_BYTES, PICTURE_NAME, type Picture } from '../../delivery/picture.ts';
import type { DiscordText } from '../../messages/render-discord.ts';
import { parseInput } from '../../schema.ts';
import { reasonOf, redact, withNote, withoutAnswer } from '../failure.ts';

/** Other characters cannot stand in a header, and the error about it would quote them. */
const Token = z.string().check(z.regex(/^[\w.-]+$/));
const Snowflake = z.string().check(z.regex(/^\d{1,20}$/));
const Sent = z.object({ id: Snowflake });
const Kind = z.object({ type: z.int() });
const Recent = z.array(
  z.object({
    id: Snowflake,
    embeds: z.array(z.object({ title: z.optional(z.string()), description: z.optional(z.string()) })),
  }),
);

/** The most that Discord gives at once. */
const RECENT_MESSAGES = 100;

/** REST remembers every channel written to until it sweeps: too many, where many chats are told. */
const SWEEP_MS = 10_000;

/** The type of a channel whose messages others can follow. */
const ANNOUNCEMENTS = 5;

/** Silent message: the flag SUPPRESS_NOTIFICATIONS. */
export const SUPPRESS_NOTIFICATIONS = 1 << 12;

/**
 * Unknown channel, unknown guild, unknown webhook, missing access, cannot message this user, missing permissions. Any other
 * 403, such as that of a firewall before the service, says nothing about the channel.
 */
const CHANNEL_GONE: ReadonlySet<unknown> = new Set([10003, 10004, 10015, 50001, 50007, 50013]);

export type DiscordOptions = {
  readonly token: string;
  /** Another address than https://discord.com/api, without version and without a slash at its end. */
  readonly api?: string;
  /** How long to wait for an answer; 20 where nothing is said. */
  readonly timeoutSeconds?: number;
};

/**
 * Sends messages to channels as a Discord bot. Nobody is ever pinged. A repeat of a delivery within some
 * minutes is told by its nonce: Discord then answers with the message it already has.
 *
 * @throws InputError when the token has characters that no token has
 */
export function discordChannel(options: DiscordOptions): Channel {
  const token = parseInput(Token, options.token, 'Discord token');
  const timeoutMs = 1000 * (options.timeoutSeconds ?? 20);
  const rest = new REST({
    version: '10',
    retries: 0,
    timeout: timeoutMs,
    rejectOnRateLimit: () => true,
    handlerSweepInterval: SWEEP_MS,
    ...(options.api !== undefined && { api: options.api }),
  });
  const followed = new Map<string, boolean>();
  /** Whether a channel is one of announcements; asked once. */
  const isFollowed = async (chat: string): Promise<boolean> => {
    const known = followed.get(chat);
    if (known !== undefined) return known;
    const signal = AbortSignal.timeout(timeoutMs);
    const { type } = z.parse(Kind, await rest.setToken(token).get(`/channels/${chat}`, { signal }));
    followed.set(chat, type === ANNOUNCEMENTS);
    return type === ANNOUNCEMENTS;
  };
  /**
   * Hands a sent message on to the channels that follow, where `wanted` (null: where there can be any). Where
   * that fails the message itself stands.
   */
  const handOn = async (
    chat: string,
    messageId: string,
    wanted: boolean | null,
  ): Promise<{ readonly note?: string }> => {
    try {
      if (!(wanted ?? (await isFollowed(chat)))) return {};
      await rest.setToken(token).post(`/channels/${chat}/messages/${messageId}/crosspost`, {
        signal: AbortSignal.timeout(timeoutMs),
      });
      return {};
    } catch (error) {
      return { note: `not handed on to followers: ${reasonOf(discordFailure(error, token))}` };
    }
  };
  return {
    vendor: 'discord',
    deduplicates: () => true,
    async find({ discord }, chat) {
      try {
        const query = new URLSearchParams({ limit: String(RECENT_MESSAGES) });
        const signal = AbortSignal.timeout(timeoutMs);
        const answer = await rest.setToken(token).get(`/channels/${chat}/messages`, { query, signal });
        const recent = z.safeParse(Recent, answer);
        if (!recent.success) return { kind: 'unclear', reason: 'an answer that is no list of messages' };
        const found = recent.data.find((message) => isSame(message.embeds[0], discord.embeds[0]));
        return found === undefined ? { kind: 'absent' } : { kind: 'found', messageId: found.id };
      } catch (error) {
        return { kind: 'unclear', reason: reasonOf(discordFailure(error, token)) };
      }
    },
    async send({ discord }, { deliveryId, chat, silent, replyTo, crosspost = false }, picture = null) {
      if (!z.safeParse(Snowflake, chat).success)
        return { kind: 'refused', reason: 'a Discord channel id is a number' };
      const attempt = async (shown: Picture | null): Promise<SendResult> => {
        try {
          // A 401 makes REST forget its token, so it is set each time. Its own time-out ends with the headers.
          const answer = await rest.setToken(token).post(`/channels/${chat}/messages`, {
            signal: AbortSignal.timeout(timeoutMs),
            ...discordRequest(discord, shown, {
              ...(silent === true && { flags: SUPPRESS_NOTIFICATIONS }),
              ...(typeof replyTo === 'string' && {
                message_reference: { message_id: replyTo, fail_if_not_exists: false },
              }),
              nonce: nonceOf(deliveryId),
              enforce_nonce: true,
            }),
          });
          return sentMessage(answer);
        } catch (error) {
          return discordFailure(error, token);
        }
      };
      const sent = await withOrWithout(picture, attempt);
      if (sent.kind !== 'sent') return sent;
      return { ...sent, ...(await handOn(chat, sent.messageId, crosspost)) };
    },
  };
}

/** What a message of ours is known by: its title and text, which name the day and only a bot can write so. */
function isSame(
  found: { readonly title?: string | undefined; readonly description?: string | undefined } | undefined,
  sent: DiscordText['embeds'][number] | undefined,
): boolean {
  return found !== undefined && found.title === sent?.title && found.description === sent?.description;
}

/** 24 characters of the 25 that Discord allows; 144 bits, so two deliveries never share one. */
function nonceOf(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('base64url').slice(0, 24);
}

/** A message as a request, whoever sends it: its embeds, its picture, and that nobody is pinged. */
export function discordRequest({ embeds }: DiscordText, picture: Picture | null, more: object) {
  const [first, ...others] = embeds;
  if (picture === null || first === undefined)
    return { body: { embeds, allowed_mentions: { parse: [] }, ...more } };
  return {
    body: {
      embeds: [{ ...first, image: { url: `attachment://${PICTURE_NAME}` } }, ...others],
      attachments: [{ id: '0', description: picture.alt }],
      allowed_mentions: { parse: [] },
      ...more,
    },
    files: [{ name: PICTURE_NAME, data: Buffer.from(picture.png), contentType: 'image/png' }],
  };
}

/** Sends with the picture; where the service does not take that, without. */
export async function withOrWithout(
  picture: Picture | null,
  attempt: (shown: Picture | null) => Promise<SendResult>,
): Promise<SendResult> {
  if (picture === null || picture.png.length > LARGEST_PICTURE_BYTES) return attempt(null);
  const sent = await attempt(picture);
  if (sent.kind !== 'refused') return sent;
  return withNote(await attempt(null), `without its picture: ${sent.reason}`);
}

/** What the answer to a message means. */
export function sentMessage(answer: unknown): SendResult {
  const sent = z.safeParse(Sent, answer);
  if (!sent.success) return { kind: 'unknown', reason: 'an answer without a message id' };
  return { kind: 'sent', messageId: sent.data.id };
}

/** What a failed request means; the token is in no reason. */
export function discordFailure(error: unknown, token: string): SendResult {
  if (error instanceof RateLimitError) {
    // At least a second, since a firewall's 429 may name no pause.
    return { kind: 'wait', seconds: Math.max(1, error.retryAfter / 1000), everybody: error.global };
  }
  if (error instanceof HTTPError)
    return { kind: 'retry', reason: redact(`${error.status} ${error.message}`, token) };
  if (error instanceof DiscordAPIError) {
    const kind = CHANNEL_GONE.has(error.code) ? 'gone' : 'refused';
    return { kind, reason: redact(`${error.status} ${error.message}`, token) };
  }
  return withoutAnswer(error, token);
}
