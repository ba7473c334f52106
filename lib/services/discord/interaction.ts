import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';
import { discordToken, snowflake } from './ids.ts';

const common = { id: snowflake, application_id: snowflake, token: discordToken };

/** Where an interaction happened. `context`: 0 a server, 1 a direct message with the bot, 2 other private channels. */
const place = {
  channel_id: snowflake,
  /** `type`: 5 an announcement channel, whose messages other servers can follow. */
  channel: z.optional(z.looseObject({ type: z.int() })),
  context: z.optional(z.nullable(z.int())),
  /** Keys: 0 the server has the bot, 1 the person has it. */
  authorizing_integration_owners: z.optional(z.record(z.string(), z.string())),
  /** In servers: the sender's current `permissions` in the channel. */
  member: z.optional(z.looseObject({ permissions: z.string().check(z.regex(/^\d{1,30}$/)) })),
};

const option = z.looseObject({
  name: z.string(),
  value: z.optional(z.union([z.string(), z.number(), z.boolean()])),
  focused: z.optional(z.boolean()),
});
const command = z.looseObject({ name: z.string(), options: z._default(z.array(option), []) });

const interactionSchema = z.discriminatedUnion('type', [
  z.looseObject({ ...common, type: z.literal(1) }),
  z.looseObject({ ...common, ...place, type: z.literal(2), data: command }),
  z.looseObject({
    ...common,
    ...place,
    type: z.literal(3),
    data: z.looseObject({ custom_id: z.string() }),
    message: z.looseObject({ flags: z._default(z.int(), 0) }),
  }),
  z.looseObject({ ...common, ...place, type: z.literal(4), data: command }),
]);

/** An interaction, by type: 1 a ping, 2 a command, 3 a button press, 4 typing into an option. */
export type Interaction = z.output<typeof interactionSchema>;

export type CommandInteraction = Extract<Interaction, { type: 2 }>;
export type PressInteraction = Extract<Interaction, { type: 3 }>;
export type TypingInteraction = Extract<Interaction, { type: 4 }>;

/** Parses an interaction from the endpoint or the gateway. @throws InputError if it is not one we know. */
export function parseInteraction(value: unknown): Interaction {
  return parseInput(interactionSchema, value, 'interaction');
}

/** The epoch of Discord's ids: the first second of 2015, in Unix milliseconds (reference, "Snowflakes"). */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** When an interaction was created, in Unix seconds, from its id. */
export function madeAt({ id }: Pick<Interaction, 'id'>): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH_MS) / 1000;
}
