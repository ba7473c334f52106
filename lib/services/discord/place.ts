import * as z from 'zod/mini';
import { discordToken, snowflake } from './ids.ts';

/** A deferred answer on Discord: an interaction that waits for its message until `until`, in Unix seconds. */
export const discordPlaceSchema = z.object({
  vendor: z.literal('discord'),
  application: snowflake,
  /** Authorises completing the interaction's answer; expires after 15 minutes. */
  token: discordToken,
  until: z.number(),
  embeds: z.array(
    z.object({
      title: z.string(),
      description: z.exactOptional(z.string()),
      color: z.int(),
      footer: z.exactOptional(z.object({ text: z.string() })),
    }),
  ),
  components: z.array(
    z.object({
      type: z.literal(1),
      components: z.array(
        z.union([
          z.object({ type: z.literal(2), style: z.literal(2), label: z.string(), custom_id: z.string() }),
          z.object({ type: z.literal(2), style: z.literal(5), label: z.string(), url: z.string() }),
        ]),
      ),
    }),
  ),
});

export type DiscordPlace = z.output<typeof discordPlaceSchema>;
