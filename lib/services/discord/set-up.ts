import { DiscordAPIError, type REST } from '@discordjs/rest';
import * as z from 'zod/mini';
import type { Command, CommandOption } from '../../bot/command.ts';
import { COMMANDS } from '../../bot/commands.ts';
import { parseInput } from '../../schema.ts';
import type { BotAccess } from '../access.ts';
import type { BotSetUp } from '../bot-set-up.ts';
import { redact } from '../faults.ts';
import { call, connectDiscord } from './client.ts';
import { snowflake } from './ids.ts';
import { MANAGE_SERVER } from './request.ts';

/** Discord's types of a slash command and a text option. */
const SLASH_COMMAND = 1;
const TEXT = 3;

/** Installation contexts: to a server, to a person. */
const EVERY_INSTALLATION = [0, 1];
/** Interaction contexts: servers, direct messages with the bot, other private channels. */
const EVERYWHERE = [0, 1, 2];
/** Settings only make sense in a chat the bot can write to. */
const WHERE_THE_BOT_WRITES = [0, 1];

/** Timeout of one call: no one in a chat waits for it. */
const SET_UP_SECONDS = 20;

const applicationSchema = z.object({
  id: snowflake,
  name: z.string(),
  /** The public key for Discord's signatures on interactions. */
  verify_key: z.string(),
  interactions_endpoint_url: z.optional(z.nullable(z.string())),
});

/** Registers the bot's commands, replacing all earlier ones. Idempotent. @throws DiscordCallError */
export async function registerDiscordCommands(rest: REST): Promise<void> {
  const own = await call('application', () => rest.get('/applications/@me'));
  const { id } = parseInput(applicationSchema, own, 'application');
  const body = COMMANDS.map(toSlashCommand);
  await call('commands', () => rest.put(`/applications/${id}/commands`, { body }));
}

/**
 * Makes Discord post interactions to an https URL; null: send them through the gateway again. Discord tests a URL
 * before saving it, so the endpoint must already know the application's key. @throws DiscordCallError
 */
export async function setInteractionsEndpoint(rest: REST, url: string | null): Promise<void> {
  const body = { interactions_endpoint_url: url };
  await call('interactions endpoint', () => rest.patch('/applications/@me', { body }));
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
    // A server's administrators can let others use the command.
    ...(isSetting && { default_member_permissions: Number(MANAGE_SERVER) }),
  };
}

/** All options are text, so that `35%`, `1/3` and `foundry` can be typed as on Telegram. */
function toOption({ name, description, kind, isRequired }: CommandOption) {
  return { type: TEXT, name, description, required: isRequired, autocomplete: kind.complete !== null };
}

/**
 * View channels, send messages, embed links, attach files, read the message history (to reply to an earlier warning,
 * and to search for messages that may have arrived), send messages in threads: no more than a bot that posts warnings
 * needs.
 */
const PERMISSIONS = [10, 11, 14, 15, 16, 38].reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);

export const discordSetUp: BotSetUp = {
  async introduce(bot) {
    const { id, name } = await application(bot);
    const scopes = { scope: 'bot applications.commands', permissions: String(PERMISSIONS) };
    const query = new URLSearchParams({ client_id: id, ...scopes });
    return { name, invites: `add it to a server: https://discord.com/oauth2/authorize?${query}` };
  },
  commands: {
    name: 'Discord commands',
    does: 'register the slash commands with Discord, replacing all earlier ones',
    done: 'slash commands are set',
    register: ({ token, api }) => registerDiscordCommands(connectDiscord(token, { api })),
  },
  endpoint: {
    name: 'Discord interactions',
    brings: 'interactions',
    does: "store the application's public key in SSM, and have Discord post interactions to the deployed bot",
    async connect(bot, { url, log }, { save }) {
      // While saving the URL, Discord calls the bot with valid and invalid signatures.
      await save((await application(bot)).verify_key);
      await setInteractionsEndpoint(connectDiscord(bot.token, bot), url).catch(({ message }: Error) => {
        throw new Error(`${message}; Discord called ${url} while saving: see ${log}`);
      });
      return `interactions go to ${url}`;
    },
    async examine(bot, { url: expected, proof }) {
      const { interactions_endpoint_url: url, verify_key: key } = await application(bot);
      const fixable = (what: string) => ({ what, isFixable: true });
      if (proof !== key) return fixable('the stored public key is not that of the application');
      if (url === expected) return null;
      return fixable(url ? `interactions go to ${url}, not to ${expected}` : 'not set');
    },
    undoes:
      'have Discord send interactions through its gateway again, if it now posts them to this deployment',
    undone: 'interactions come through the gateway',
    async disconnect(bot, { url }) {
      if ((await application(bot)).interactions_endpoint_url !== url) return false;
      await setInteractionsEndpoint(connectDiscord(bot.token, bot), null);
      return true;
    },
  },
};

/**
 * Fetches the application a token belongs to. @throws an Error without the token if Discord refuses or does not answer.
 */
async function application({ token, api }: BotAccess): Promise<z.output<typeof applicationSchema>> {
  const rest = connectDiscord(token, { api, timeoutSeconds: SET_UP_SECONDS });
  const answer = await rest.get('/applications/@me').catch((error: unknown) => {
    if (error instanceof DiscordAPIError) throw new Error(`Discord says ${error.status} ${error.message}`);
    throw new Error(`could not reach Discord: ${redact(String(error), token)}`);
  });
  return parseInput(applicationSchema, answer, 'Discord application');
}
