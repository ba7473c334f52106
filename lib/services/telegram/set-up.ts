import type { BotCommand, BotCommandScope } from 'grammy/types';
import { type Api, GrammyError } from 'grammy/web';
import type { Command } from '../../bot/command.ts';
import { COMMANDS } from '../../bot/commands.ts';
import { DESCRIPTION, SHORT_DESCRIPTION } from '../../bot/profile.ts';
import { redact } from '../faults.ts';
import { connectTelegram } from './client.ts';
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

/**
 * Has Telegram post updates to an https address, with the secret that proves that they are its own.
 *
 * @param connections how many it may post at once, 1 to 100.
 */
export async function setTelegramWebhook(
  api: Api,
  url: string,
  secret: string,
  connections: number,
): Promise<void> {
  await api.setWebhook(url, {
    secret_token: secret,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: connections,
  });
}

/**
 * Asks Telegram for the name of a bot, without the @.
 *
 * @throws an Error, without the token in it, where Telegram does not know the token or does not answer.
 */
export async function telegramBotName(token: string, apiRoot: string | undefined): Promise<string> {
  return (await telegramAnswer(token, connectTelegram({ token, apiRoot }).getMe())).username;
}

/** What Telegram answers. @throws an Error, without the token in it, where it refuses or does not answer. */
export async function telegramAnswer<T>(token: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GrammyError)
      throw new Error(`Telegram says ${error.error_code} ${error.description}`);
    throw new Error(`Telegram was not reached: ${redact(String(error), token)}`);
  }
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
