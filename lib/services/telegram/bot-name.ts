import { GrammyError } from 'grammy/web';
import { redact } from '../failure.ts';
import { callApi } from './call-api.ts';

/**
 * Asks Telegram for the name of a bot, without the @.
 *
 * @throws an Error, without the token in it, where Telegram does not know the token or does not answer.
 */
export async function telegramBotName(token: string, apiRoot: string | undefined): Promise<string> {
  return (await telegramAnswer(token, callApi(token, apiRoot).getMe())).username;
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
