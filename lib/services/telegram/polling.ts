import type { Update } from 'grammy/types';
import { type Bot, BotError, Context } from 'grammy/web';
import type { Clock } from '../../bot/only-once.ts';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';
import { faultOf } from './faults.ts';
import { ALLOWED_UPDATES, readUpdate, updateIdOf } from './update.ts';

/** Pauses in seconds before a failed update is retried; after the last retry it is reported and skipped. */
const PAUSES = [1, 5, 20];

/** How long Telegram holds a request open without updates: less than a call's timeout. */
const POLL_SECONDS = CALL_SECONDS - 3;

/** Pauses after a failed fetch, and after one that returned only updates already in progress. */
const FAILED_SECONDS = 3;
const NOTHING_NEW_SECONDS = 0.2;

/** Telegram returns at most 100 updates, so beyond this many in progress the oldest is confirmed unfinished. */
const MAX_UNCONFIRMED = 50;

/**
 * Fetches and handles updates until aborted, then finishes those in progress. Chats are handled concurrently, each in
 * order. An update is confirmed once it and all before it are handled, so that one interrupted by a crash is delivered
 * again; one that cannot be parsed is reported and confirmed. Removes the bot's webhook.
 *
 * @throws if the token is wrong or another process fetches the same bot's updates.
 */
export async function pollTelegram(
  bot: Bot,
  { clock, report, signal }: { clock: Clock; report: (problem: string) => void; signal: AbortSignal },
): Promise<void> {
  // grammY's types expect another package's signal.
  const aborting = signal as unknown as Parameters<Bot['init']>[0];
  try {
    await bot.init(aborting);
    await bot.api.deleteWebhook({}, aborting);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  /** The last update in progress of each chat. */
  const chats = new Map<number | undefined, Promise<void>>();
  /** Unconfirmed updates, oldest first, and whether each is handled. */
  const unconfirmed = new Map<number, boolean>();
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
    unconfirmed.set(update.update_id, false);
    const handled = (chats.get(chat) ?? Promise.resolve()).then(async () => {
      await handle(update);
      if (unconfirmed.has(update.update_id)) unconfirmed.set(update.update_id, true);
      if (chats.get(chat) === handled) chats.delete(chat);
    });
    chats.set(chat, handled);
  };
  const confirm = (): void => {
    for (const [id, isHandled] of unconfirmed) {
      if (!isHandled && unconfirmed.size <= MAX_UNCONFIRMED) break;
      unconfirmed.delete(id);
      offset = id + 1;
    }
  };
  const fetch = async (): Promise<readonly unknown[]> => {
    try {
      const updates: unknown = await bot.api.getUpdates(
        { offset, timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES },
        aborting,
      );
      if (Array.isArray(updates)) return updates;
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
    const updates = await fetch();
    let isNew = false;
    for (const one of updates) {
      const id = updateIdOf(one);
      if (id !== undefined && unconfirmed.has(id)) continue;
      const update = readUpdate(one, report);
      if (update !== null) take(update);
      else if (id !== undefined) unconfirmed.set(id, true);
      // Without an id it cannot be confirmed and will be fetched again.
      else await clock.sleep(FAILED_SECONDS);
      isNew ||= id !== undefined;
    }
    if (!isNew && updates.length > 0) await clock.sleep(NOTHING_NEW_SECONDS);
    confirm();
  }
  await Promise.all(chats.values());
  confirm();
  // If this fails, the updates are fetched again, and their receipts show that they are done.
  await bot.api.getUpdates({ offset, limit: 1 }).catch(() => {});
}
