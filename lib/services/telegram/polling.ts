import type { Update } from 'grammy/types';
import { type Bot, BotError, Context } from 'grammy/web';
import type { Clock } from '../../bot/only-once.ts';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';
import { faultOf } from './faults.ts';
import { ALLOWED_UPDATES, numberOf, readUpdate } from './update.ts';

/** Pauses in seconds before an update that failed is tried again; then it is reported and passed over. */
const PAUSES = [1, 5, 20];

/** Telegram holds a request open for so long where there is no update; within what one call may take. */
const POLL_SECONDS = CALL_SECONDS - 3;

/** After a fetch that failed, and where nothing is new while updates are at hand, of which Telegram tells each time. */
const FAILED_SECONDS = 3;
const NOTHING_NEW_SECONDS = 0.2;

/** Of the 100 updates that Telegram tells at once, so many may be at hand before the oldest is confirmed undone. */
const MOST_AT_HAND = 50;

/**
 * Fetches updates and handles them until told to stop; then ends with those at hand. The chats are answered side by
 * side, each in its own order. An update is confirmed when it and all before it are handled, so that one which a
 * crash left half done comes again; one that cannot be read is reported and confirmed. A webhook set for the bot is
 * taken away.
 *
 * @throws when the token is wrong or another process fetches the same bot's updates.
 */
export async function pollTelegram(
  bot: Bot,
  { clock, report, signal }: { clock: Clock; report: (problem: string) => void; signal: AbortSignal },
): Promise<void> {
  // grammY's types know the signal of a package of its own alone.
  const aborting = signal as unknown as Parameters<Bot['init']>[0];
  try {
    await bot.init(aborting);
    await bot.api.deleteWebhook({}, aborting);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  /** The last update of each chat that has any at hand. */
  const chats = new Map<number | undefined, Promise<void>>();
  /** Updates that Telegram still tells of, the oldest first, and whether each is handled. */
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
      report('Telegram: updates that are no list');
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
      // Without its number it cannot be confirmed, and is told again.
      else await clock.sleep(FAILED_SECONDS);
      isNew ||= id !== undefined;
    }
    if (!isNew && told.length > 0) await clock.sleep(NOTHING_NEW_SECONDS);
    confirm();
  }
  await Promise.all(chats.values());
  confirm();
  // What fails here is the confirmation of updates that are known by their receipts.
  await bot.api.getUpdates({ offset, limit: 1 }).catch(() => {});
}
