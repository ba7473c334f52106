import { REST } from '@discordjs/rest';
import type { Channel } from '../../delivery/channel.ts';
import {
  discordFailure,
  discordRequest,
  SUPPRESS_NOTIFICATIONS,
  sentMessage,
  withOrWithout,
} from './channel.ts';

export type WebhookOptions = {
  readonly id: string;
  readonly token: string;
  /** Another address than https://discord.com/api, without version and without a slash at its end. */
  readonly api?: string;
  /** How long to wait for an answer; 20 where nothing is said. */
  readonly timeoutSeconds?: number;
};

/**
 * Sends messages through the address of a webhook, for whoever has no bot: the lesser way, since Discord cannot
 * tell a repeat there, and a message can neither follow on another nor be handed on.
 */
export function discordWebhook({ id, token, api, timeoutSeconds = 20 }: WebhookOptions): Channel {
  const timeoutMs = 1000 * timeoutSeconds;
  const rest = new REST({
    version: '10',
    retries: 0,
    timeout: timeoutMs,
    rejectOnRateLimit: () => true,
    ...(api !== undefined && { api }),
  });
  return {
    vendor: 'discord',
    deduplicates: () => false,
    send: ({ discord }, { silent }, picture = null) =>
      withOrWithout(picture, async (shown) => {
        try {
          const answer = await rest.post(`/webhooks/${id}/${token}`, {
            auth: false,
            query: new URLSearchParams({ wait: 'true' }),
            signal: AbortSignal.timeout(timeoutMs),
            ...discordRequest(discord, shown, silent === true ? { flags: SUPPRESS_NOTIFICATIONS } : {}),
          });
          return sentMessage(answer);
        } catch (error) {
          return discordFailure(error, token);
        }
      }),
  };
}
