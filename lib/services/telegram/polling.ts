import type { Update } from 'grammy/types';
import { type Bot, BotError, Context } from 'grammy/web';
import type { Clock } from '../../bot/only-once.ts';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';
import { faultOf } from './faults.ts';
import { ALLOWED_UPDATES, numberOf, readUpdate } from './update.ts';

/** Pauses in seconds before an update that failed is tried again; after the last it is reported and skipped. */
const PAUSES = [1, 5, 20];

/** How long Telegram holds a request open while there is no update: less than one call may take. */
const POLL_SECONDS = CALL_SECONDS - 3;

/** Pauses after a fetch that failed, and after one that brought only updates that are in progress already. */
const FAILED_SECONDS = 3;
const NOTHING_NEW_SECONDS = 0.2;

/** Telegram returns 100 updates at most. Once more than this are in progress, the oldest is confirmed undone. */
const MOST_AT_HAND = 50;

/**
 * Fetches and handles updates until told to stop; then finishes those in progress. Chats are answered concurrently,
 * each in order. An update is confirmed when it and all before it are handled, so that one which a crash left half done
 * comes again; one that cannot be parsed is reported and confirmed. A webhook set for the bot is removed.
 *
 * @throws when the token is wrong or another process fetches the same bot's updates.
 */
export async function pollTelegram(
  bot: Bot,
  { clock, report, signal }: { clock: Clock; report: (problem: string) => void; signal: AbortSignal },
): Promise<void> {
  // grammY's types know only the signal of another package.
  const aborting = signal as unknown as Parameters<Bot['init']>[0];
  try {
    await bot.init(aborting);
    await bot.api.deleteWebhook({}, aborting);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  /** The last update of each chat that has any in progress. */
  const chats = new Map<number | undefined, Promise<void>>();
  /** Updates that are not confirmed yet, the oldest first, and whether each is handled. */
  const taken = new Map<number, boolean>();
  let offset = 0;

  const handle = async (update: Update): Promise<void> => {
    let failure: unknown;
    for (const pause of [0, ...PAUSES]) {
      if (pause > 0 && signal.aborted) break;
      if (pause > 0) await clock.sleep(pause);
      try {
        return await bot.handleUpdate(update);
      } catch (error) {
        failure = error instanceof BotError ? error.error : error;
      }
    }
    report(`Telegram, update ${update.update_id}: ${failure instanceof Error ? failure.message : failure}`);
  };
  const take = (update: Update): void => {
    const { chatId, from } = new Context(update, bot.api, bot.botInfo);
    const chat = chatId ?? from?.id;
    taken.set(update.update_id, false);
    const handled = (chats.get(chat) ?? Promise.resolve()).then(async () => {
      await handle(update);
      if (taken.has(update.update_id)) taken.set(update.update_id, true);
      if (chats.get(chat) === handled) chats.delete(chat);
    });
    chats.set(chat, handled);
  };
  const confirm = (): void => {
    for (const [id, isHandled] of taken) {
      if (!isHandled && taken.size <= MOST_AT_HAND) break;
      taken.delete(id);
      offset = id + 1;
    }
  };
  const fetch = async (): Promise<readonly unknown[]> => {
    try {
      const told: unknown = await bot.api.getUpdates(
        { offset, timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES },
        aborting,
      );
      if (Array.isArray(told)) return told;
      report('Telegram: updates that are not a list');
      await clock.sleep(FAILED_SECONDS);
      return [];
    } catch (error) {
      if (signal.aborted) return [];
      const kind = faultOf(error, bot.token)?.kind;
      if (kind !== 'wait' && kind !== 'retry' && kind !== 'unknown') throw error;
      await clock.sleep(FAILED_SECONDS);
      return [];
    }
  };

  while (!signal.aborted) {
    const told = await fetch();
    let isNew = false;
    for (const one of told) {
      const id = numberOf(one);
      if (id !== undefined && taken.has(id)) continue;
      const update = readUpdate(one, report);
      if (update !== null) take(update);
      else if (id !== undefined) taken.set(id, true);
      // Without a number it cannot be confirmed, and comes again.
      else await clock.sleep(FAILED_SECONDS);
      isNew ||= id !== undefined;
    }
    if (!isNew && told.length > 0) await clock.sleep(NOTHING_NEW_SECONDS);
    confirm();
  }
  await Promise.all(chats.values());
  confirm();
  // Where this fails, the updates come again, and their receipts say that they are done.
  await bot.api.getUpdates({ offset, limit: 1 }).catch(() => {});
}
