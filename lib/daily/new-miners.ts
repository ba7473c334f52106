import { isVerified } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { notableMiners, type UnknownMiner } from '../core/ledger/unknown-miners.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { closedDaysOf, WEEK } from '../core/shares/window.ts';
import type { LedgerStore } from './ledger-store.ts';

/**
 * Unknown miners of more than 2% of the blocks of the week that ends on a day, of whom the operator has not been told.
 * Each is given once: what it is known by is kept. None where a day of the week is not live.
 */
export async function findNewMiners(
  store: LedgerStore,
  ledger: Ledger,
  day: UtcDay,
): Promise<readonly UnknownMiner[]> {
  const week = closedDaysOf(ledger, day, WEEK).filter(({ source }) => source === 'live');
  if (week.length < WEEK) return [];
  const days = new Set(week.map((one) => one.day));
  const heights = week.flatMap(({ count }) => [count.firstHeight, count.lastHeight]);
  const stored = await store.loadBlocks(Math.min(...heights), Math.max(...heights));
  const blocks = stored.filter(isVerified).filter(({ time }) => days.has(dayOf(time)));
  const told = new Set(await store.loadToldMiners());
  const { fresh, marks } = notableMiners(blocks, told);
  if (marks.some((mark) => !told.has(mark))) await store.saveToldMiners([...told.union(new Set(marks))]);
  return fresh;
}
