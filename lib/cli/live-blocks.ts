import { isVerified } from '../core/ledger/block.ts';
import { newestClosed } from '../core/ledger/ledger-view.ts';
import { addDays, type UtcDay } from '../core/ledger/utc-day.ts';
import { closedDaysOf } from '../core/shares/window.ts';
import { dayText } from '../messages/format.ts';
import { loadSettings } from './input.ts';
import { openFilledStore } from './world.ts';

/** How far back commands about single blocks look. */
const DAYS = 90;

/** What is said where all counted days are recorded ones. */
export function noLiveDaysText(from: UtcDay, to: UtcDay): string {
  return `${dayText(from)} to ${dayText(to)}: no live day; only blocks that were fetched here can be looked at one by one.`;
}

/**
 * Loads the verified blocks of the newest 90 days, and the pools that sources attribute them to.
 * @param command the name that errors give. @throws InputError if the daily job has never run.
 */
export async function loadLiveBlocks(command: string) {
  const what = 'no coinbases yet: run "daily" first, with live blocks';
  await using store = await openFilledStore(loadSettings(), { where: command, what });
  const ledger = await store.ledger.loadDays();
  const day = newestClosed({ ledger });
  const live = closedDaysOf(ledger, day, DAYS).filter(({ source }) => source === 'live');
  const ends = live.flatMap(({ count }) => [count.firstHeight, count.lastHeight]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return {
    ...{ from: addDays(day, 1 - DAYS), to: day, liveDays: live.length },
    blocks: live.length === 0 ? [] : (await store.ledger.loadBlocks(low, high)).filter(isVerified),
    labels: live.length === 0 ? new Map() : await store.ledger.loadLabels(low, high),
  };
}
