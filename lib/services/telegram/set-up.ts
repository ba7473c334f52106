import type { BotCommand, BotCommandScope } from 'grammy/types';
import type { Api } from 'grammy/web';
import type { Command } from '../../bot/command.ts';
import { COMMANDS } from '../../bot/commands.ts';
import { DESCRIPTION, SHORT_DESCRIPTION } from '../../bot/profile.ts';
import { ALLOWED_UPDATES } from './update.ts';

/**
 * Tells Telegram the command menus and what the bot is. Each menu shows what those who see it may use. Harmless
 * to repeat.
 */
export async function setTelegramMenus(api: Api): Promise<void> {
  for (const [scope, commands] of MENUS) await api.setMyCommands(commands, { scope });
  await api.setMyDescription(DESCRIPTION);
  await api.setMyShortDescription(SHORT_DESCRIPTION);
}

/** Has Telegram post updates to an https address, with the secret that proves that they are its own. */
export async function setTelegramWebhook(api: Api, url: string, secret: string): Promise<void> {
  await api.setWebhook(url, { secret_token: secret, allowed_updates: ALLOWED_UPDATES });
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
