import { DiscordAPIError, type REST } from '@discordjs/rest';
import * as z from 'zod/mini';
import type { Command, CommandOption } from '../../bot/command.ts';
import { COMMANDS } from '../../bot/commands.ts';
import { parseInput } from '../../schema.ts';
import { redact } from '../faults.ts';
import { call, connectDiscord } from './client.ts';
import { Snowflake } from './message.ts';
import { MANAGE_SERVER } from './request.ts';

/** Discord's types: a slash command; an option that holds text. */
const SLASH_COMMAND = 1;
const TEXT = 3;

/** Where the bot may be installed: to a server, to a person. */
const EVERY_INSTALLATION = [0, 1];
/** Servers, the direct message with the bot, other private channels. */
const EVERYWHERE = [0, 1, 2];
/** Settings belong to a chat that the bot can write to. */
const WHERE_THE_BOT_WRITES = [0, 1];

/** Nobody waits in a chat for what is set up. */
const SET_UP_SECONDS = 20;

const applicationSchema = z.object({
  id: Snowflake,
  name: z.string(),
  /** Of the key that Discord signs interactions with. */
  verify_key: z.string(),
  /** Where they are posted. */
  interactions_endpoint_url: z.optional(z.nullable(z.string())),
});

export type DiscordApplication = z.output<typeof applicationSchema>;

/**
 * Asks Discord whose token it is.
 *
 * @throws an Error, without the token in it, where Discord does not know the token or does not answer.
 */
export async function discordApplication(
  token: string,
  api: string | undefined,
): Promise<DiscordApplication> {
  const rest = connectDiscord(token, { api, timeoutSeconds: SET_UP_SECONDS });
  const answer = await rest.get('/applications/@me').catch((error: unknown) => {
    if (error instanceof DiscordAPIError) throw new Error(`Discord says ${error.status} ${error.message}`);
    throw new Error(`Discord was not reached: ${redact(String(error), token)}`);
  });
  return parseInput(applicationSchema, answer, 'Discord application');
}

/**
 * Tells Discord the bot's commands, in place of all it had. Harmless to repeat.
 *
 * @throws DiscordCallError
 */
export async function registerDiscordCommands(rest: REST): Promise<void> {
  const { id } = parseInput(
    applicationSchema,
    await call('application', () => rest.get('/applications/@me')),
    'application',
  );
  await call('commands', () =>
    rest.put(`/applications/${id}/commands`, { body: COMMANDS.map(toSlashCommand) }),
  );
}

/**
 * Has Discord post interactions to an https address; null has it hand them out through the gateway again. While
 * an address is saved Discord asks there, so what answers must know the application's key already.
 *
 * @throws DiscordCallError
 */
export async function setInteractionsEndpoint(rest: REST, url: string | null): Promise<void> {
  await call('interactions endpoint', () =>
    rest.patch('/applications/@me', { body: { interactions_endpoint_url: url } }),
  );
}

function toSlashCommand({ name, description, options, permission }: Command) {
  const isSetting = permission === 'chat-admins';
  return {
    type: SLASH_COMMAND,
    name,
    description,
    options: options.filter(({ kind }) => kind.isTyped).map(toOption),
    integration_types: EVERY_INSTALLATION,
    contexts: isSetting ? WHERE_THE_BOT_WRITES : EVERYWHERE,
    // Whoever runs a server can hand the command on to others.
    ...(isSetting && { default_member_permissions: Number(MANAGE_SERVER) }),
  };
}

/** All options are text, so that `35%`, `1/3` and `foundry` can be typed as on Telegram. */
function toOption({ name, description, kind, isRequired }: CommandOption) {
  return { type: TEXT, name, description, required: isRequired, autocomplete: kind.complete !== null };
}
