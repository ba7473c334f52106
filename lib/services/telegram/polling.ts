import { type Bot, BotError } from 'grammy/web';
import type { Clock } from '../../bot/only-once.ts';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';
import { ALLOWED_UPDATES } from './update.ts';

/** Pauses in seconds before an update that failed is tried again; then it is reported and passed over. */
const PAUSES = [1, 5, 20];

/** Telegram holds a request open for so long where there is no update; within what one call may take. */
const POLL_SECONDS = CALL_SECONDS - 3;

/**
 * Fetches updates and handles them one by one until told to stop; then ends with the update at hand. A
 * webhook set for the bot is taken away.
 *
 * @throws when the token is wrong or another process fetches the same bot's updates.
 */
export async function pollTelegram(
  bot: Bot,
  { clock, report, signal }: { clock: Clock; report: (problem: string) => void; signal: AbortSignal },
): Promise<void> {
  bot.catch(async ({ error: first, ctx }) => {
    let error = first;
    for (const pause of PAUSES) {
      if (signal.aborted) break;
      await clock.sleep(pause);
      try {
        return await bot.handleUpdate(ctx.update);
      } catch (again) {
        error = again instanceof BotError ? again.error : again;
      }
    }
    report(`Telegram, update ${ctx.update.update_id}: ${error instanceof Error ? error.message : error}`);
  });
  if (signal.aborted) return;
  let stopped = Promise.resolve();
  const stop = () => {
    // What fails here is the confirmation of updates that are known by their receipts.
    stopped = bot.stop().catch(() => {});
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await bot.start({ timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await stopped;
  }
}
