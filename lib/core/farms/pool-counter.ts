import { memo } from '../../memo.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { PoolId } from '../pools/pool-id.ts';
import { tableOf } from '../shares/share-table.ts';
import { closedDaysOf } from '../shares/window.ts';
import { COUNTED_DAYS, type Count, type CountPool } from './farm-target.ts';

/** Counts pools' blocks up to deadlines reached by a day; counts are cached for all later days. */
export function poolCounter(ledger: Ledger): (day: UtcDay) => CountPool {
  const countedTo = memo((deadline: UtcDay) => memo((pool: PoolId) => countPool(ledger, pool, deadline)));
  return (day) => (pool, deadline) => (deadline > day ? null : countedTo(deadline)(pool));
}

function countPool(ledger: Ledger, pool: PoolId, deadline: UtcDay): Count | null {
  if (closedDaysOf(ledger, deadline, COUNTED_DAYS).length === 0) return null;
  const { shares, blocks: of, hashRate } = tableOf(ledger, deadline, COUNTED_DAYS, 'pool', 'then');
  return {
    blocks: shares.find(({ key }) => key === pool)?.blocks ?? 0,
    of,
    networkEhs: hashRate?.ehs ?? null,
  };
}
