import { Api, GrammyError } from 'grammy/web';
import { redact } from '../../channels/failure.ts';

/**
 * Asks Telegram for the name of a bot, without the @.
 *
 * @throws an Error, without the token in it, where Telegram does not know the token or does not answer.
 */
export async function telegramBotName(token: string, apiRoot: string | undefined): Promise<string> {
  try {
    return (await new Api(token, { ...(apiRoot !== undefined && { apiRoot }) }).getMe()).username;
  } catch (error) {
    if (error instanceof GrammyError)
      throw new Error(`Telegram says ${error.error_code} ${error.description}`);
    throw new Error(`Telegram was not reached: ${redact(String(error), token)}`);
  }
}
