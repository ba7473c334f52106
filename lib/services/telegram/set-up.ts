import type { BotCommand, BotCommandScope } from 'grammy/types';
import { type Api, GrammyError } from 'grammy/web';
import type { Command } from '../../bot/command.ts';
import { COMMANDS } from '../../bot/commands.ts';
import { DESCRIPTION, SHORT_DESCRIPTION } from '../../bot/profile.ts';
import type { BotAccess } from '../access.ts';
import type { BotSetUp } from '../bot-set-up.ts';
import { redact } from '../faults.ts';
import { connectTelegram } from './client.ts';
import { ALLOWED_UPDATES } from './update.ts';

/**
 * Registers the command menus and the bot's description with Telegram. Each menu shows what its readers may use.
 * Idempotent.
 */
export async function setTelegramMenus(api: Api): Promise<void> {
  for (const [scope, commands] of MENUS) await api.setMyCommands(commands, { scope });
  await api.setMyDescription(DESCRIPTION);
  await api.setMyShortDescription(SHORT_DESCRIPTION);
}

/**
 * Makes Telegram post updates to an https URL, with a secret that proves that they come from Telegram.
 *
 * @param connections how many it may post at once, 1 to 100.
 */
export async function setTelegramWebhook(
  api: Api,
  url: string,
  secret: string,
  connections: number,
): Promise<void> {
  const limits = { allowed_updates: ALLOWED_UPDATES, max_connections: connections };
  await api.setWebhook(url, { secret_token: secret, ...limits });
}

const forAnybody = COMMANDS.filter(({ permission }) => permission === 'anybody');

const MENUS: readonly (readonly [BotCommandScope, BotCommand[]])[] = [
  [{ type: 'default' }, menu(COMMANDS)],
  [{ type: 'all_group_chats' }, menu(forAnybody)],
  [{ type: 'all_chat_administrators' }, menu(COMMANDS)],
];

function menu(commands: readonly Command[]): BotCommand[] {
  return commands.map(({ name, description }) => ({ command: name, description }));
}

/** A bot must be an administrator of a channel to post there; these rights let it post and edit, nothing else. */
const CHANNEL_RIGHTS = 'post_messages+edit_messages';

/** Errors that Telegram reports from longer ago no longer matter. */
const RECENT_SECONDS = 3600;

export const telegramSetUp: BotSetUp = {
  async introduce(bot) {
    const { username } = await ask(bot, (api) => api.getMe());
    const [group, channel] = [`startgroup=true`, `startchannel&admin=${CHANNEL_RIGHTS}`].map(
      (query) => `https://t.me/${username}?${query}`,
    );
    return { name: `@${username}`, invites: `add it to a group: ${group} or to a channel: ${channel}` };
  },
  commands: {
    name: 'Telegram menus',
    does: "register the commands of each menu and the bot's description with Telegram",
    done: 'commands, menus and descriptions are set',
    register: (bot) => ask(bot, setTelegramMenus),
  },
  endpoint: {
    name: 'Telegram webhook',
    brings: 'updates',
    does: "store the bot's name in SSM, and have Telegram send updates to the deployed bot, with a secret that is made once and stored there as well",
    async connect(bot, { url, proof, connections }, { save, saveBotName, newSecret }) {
      await saveBotName((await ask(bot, (api) => api.getMe())).username);
      const secret = proof ?? newSecret();
      // Before Telegram sends anything.
      if (proof === null) await save(secret);
      const most = await connections();
      await ask(bot, (api) => setTelegramWebhook(api, url, secret, most));
      return `updates go to ${url}, ${most} at a time at most`;
    },
    async examine(bot, { url: expected, botName, connections }, now) {
      const [info, { username }] = await ask(bot, (api) => Promise.all([api.getWebhookInfo(), api.getMe()]));
      const { url = '', allowed_updates: kinds = [], pending_update_count: waiting } = info;
      const fixable = (what: string) => ({ what, isFixable: true });
      if (botName !== username)
        return fixable(`the stored name of the bot is ${botName ?? 'missing'}, not ${username}`);
      if (url === '') return fixable('not set');
      if (url !== expected) return fixable(`updates go to ${url}, not to ${expected}`);
      const most = await connections();
      if (info.max_connections !== most) {
        const set = info.max_connections ?? 'any number of';
        return fixable(`sends ${set} updates at a time; the account's Lambdas can take ${most}`);
      }
      const missing = ALLOWED_UPDATES.filter((kind) => !kinds.includes(kind));
      if (missing.length > 0) return fixable(`does not send ${missing.join(', ')}`);
      const { last_error_date: at = 0, last_error_message: message = 'an error' } = info;
      return waiting > 0 && now - at < RECENT_SECONDS
        ? { what: `${waiting} waiting; Telegram says: ${message}`, isFixable: false }
        : null;
    },
    undoes: 'have Telegram hold updates back, if it now sends them to this deployment',
    undone: 'Telegram keeps updates for a day',
    disconnect: (bot, { url }) =>
      ask(bot, async (api) => (await api.getWebhookInfo()).url === url && api.deleteWebhook()),
  },
};

/** Calls the Bot API. @throws an Error without the token if Telegram refuses or does not answer. */
async function ask<T>({ token, api }: BotAccess, act: (api: Api) => Promise<T>): Promise<T> {
  try {
    return await act(connectTelegram({ token, apiRoot: api }));
  } catch (error) {
    if (error instanceof GrammyError)
      throw new Error(`Telegram says ${error.error_code} ${error.description}`);
    throw new Error(`could not reach Telegram: ${redact(String(error), token)}`);
  }
}
