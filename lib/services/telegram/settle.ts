import { assertNever } from '../../errors.ts';
import { reasonOf } from '../faults.ts';
import type { PictureDeps } from '../picture.ts';
import { faultOf, methodOf } from './faults.ts';
import { telegramChat } from './request.ts';

/** A failed call that may succeed later. Never contains the token, which is in the URL of every call. */
class TelegramCallError extends Error {
  readonly retryable = true;
  override readonly name = 'TelegramCallError';
}

export type SettleDeps = PictureDeps & { readonly token: string };

/**
 * Runs something that calls the Bot API. Permanent refusals are reported, not thrown, so that they are not retried for
 * a day; nor are a chat's rate limits, which retries would only prolong.
 *
 * @param what its name in reports.
 * @param chat the chat concerned; undefined if there is none, as in inline mode.
 * @throws TelegramCallError if a retry may succeed.
 */
export async function settle(
  { token, chats, clock, report }: SettleDeps,
  what: string,
  chat: number | undefined,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const fault = faultOf(error, token);
    if (fault === undefined) throw error;
    const reason = `${methodOf(error)}: ${reasonOf(fault)}`;
    switch (fault.kind) {
      case 'wait':
        report(`${what}: not answered, since Telegram asks to wait ${fault.seconds} s (${methodOf(error)})`);
        return;
      case 'retry':
      case 'unknown':
      case 'barred':
        throw new TelegramCallError(reason);
      case 'moved':
        if (chat !== undefined) await chats.moved(telegramChat(chat), telegramChat(Number(fault.chat)));
        return;
      case 'gone':
        if (chat !== undefined) await chats.refused(telegramChat(chat), reason, clock.now());
        return;
      case 'unchanged':
        return;
      case 'no-picture':
      case 'no-topic':
      case 'archived':
      case 'no-history':
      case 'not-there':
      case 'refused':
        report(`${what}: ${reason}`);
        return;
      default:
        assertNever(fault);
    }
  }
}
