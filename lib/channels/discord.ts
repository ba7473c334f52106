import { createHash } from 'node:crypto';
import { DiscordAPIError, HTTPError, RateLimitError, REST } from '@discordjs/rest';
import * as z from 'zod/mini';
import { parseInput } from '../schema.ts';
import type { Channel, SendResult } from './channel.ts';
import { redact, withoutAnswer } from './failure.ts';

/** Other characters cannot stand in a header, and the error about it would quote them. */
const Token = z.string().check(z.regex(/^[\w.-]+$/));
const Snowflake = z.string().check(z.regex(/^\d{1,20}$/));
const Sent = z.object({ id: Snowflake });

/** Silent message: the flag SUPPRESS_NOTIFICATIONS. */
const SUPPRESS_NOTIFICATIONS = 1 << 12;

/**
 * Unknown channel, unknown guild, missing access, cannot message this user, missing permissions. Any other
 * 403, such as that of a firewall before the service, says nothing about the channel.
 */
const CHANNEL_GONE: ReadonlySet<unknown> = new Set([10003, 10004, 50001, 50007, 50013]);

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
    ...(options.api !== undefined && { api: options.api }),
  });
  return {
    vendor: 'discord',
    async send({ discord }, { deliveryId, chat, silent }) {
      if (!z.safeParse(Snowflake, chat).success)
        return { kind: 'refused', reason: 'a Discord channel id is a number' };
      try {
        // A 401 makes REST forget its token, so it is set each time. Its own time-out ends with the headers.
        const answer = await rest.setToken(token).post(`/channels/${chat}/messages`, {
          signal: AbortSignal.timeout(timeoutMs),
          body: {
            embeds: discord.embeds,
            allowed_mentions: { parse: [] },
            nonce: nonceOf(deliveryId),
            enforce_nonce: true,
            ...(silent === true && { flags: SUPPRESS_NOTIFICATIONS }),
          },
        });
        const sent = z.safeParse(Sent, answer);
        if (!sent.success) return { kind: 'unknown', reason: 'an answer without a message id' };
        return { kind: 'sent', messageId: sent.data.id };
      } catch (error) {
        return failed(error, token);
      }
    },
  };
}

/** 24 characters of the 25 that Discord allows; 144 bits, so two deliveries never share one. */
function nonceOf(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('base64url').slice(0, 24);
}

function failed(error: unknown, token: string): SendResult {
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
