import type { Ledger } from '../ledger/ledger.ts';
import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { PoolId } from '../pools/pool-id.ts';
import { shareTable } from '../shares/share-table.ts';
import { closedDaysOf, countWindow, throughLens } from '../shares/window.ts';
import { COUNTED_DAYS, type Count, type CountPool } from './farm-target.ts';

/**
 * Makes a counter of pools' blocks up to deadlines that have come by the day asked about.
 *
 * @returns the counter as seen on a day; what one day has counted serves all later ones.
 */
export function poolCounter(ledger: Ledger): (day: UtcDay) => CountPool {
  const counted = new Map<string, Count | null>();
  return (day) => (pool, deadline) => {
    if (deadline > day) return null;
    const key = `${pool} ${deadline}`;
    if (!counted.has(key)) counted.set(key, countPool(ledger, pool, deadline));
    return counted.get(key) ?? null;
  };
}

function countPool(ledger: Ledger, pool: PoolId, deadline: UtcDay): Count | null {
  const from = addDays(deadline, 1 - COUNTED_DAYS);
  // Days outside the window do not count, and grouping them would take most of the time.
  const near = ledger.filter((entry) => from <= entry.day && entry.day <= deadline);
  if (closedDaysOf(near, deadline, COUNTED_DAYS).length === 0) return null;
  const window = countWindow(throughLens(near, 'pool', 'then'), deadline, COUNTED_DAYS);
  const { shares, blocks: of, hashRate } = shareTable(near, window);
  return {
    blocks: shares.find(({ key }) => key === pool)?.blocks ?? 0,
    of,
    networkEhs: hashRate?.ehs ?? null,
  };
}
