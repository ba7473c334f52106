import { countDays } from '../../../lib/core/ledger/count-days.ts';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { addDays, midnight, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';

/** A generated day: blocks per pool, including `unknown`; or a day without a count. */
export type GeneratedDay = Readonly<Record<string, number>> | 'missing' | 'reopened';

/** A ledger of generated days from 2031-05-01 on; each counted day has at least one block, none really mined. */
export function generatedLedger(days: readonly GeneratedDay[]): Ledger {
  return days.map((content, index) => {
    const day = addDays(parseDay('2031-05-01'), index);
    if (content === 'missing') return { kind: 'missing', day };
    if (content === 'reopened') return { kind: 'reopened', day, revision: 1 };
    const pools = Object.entries(content).flatMap(([pool, blocks]) =>
      Array.from({ length: blocks }, () => poolId(pool)),
    );
    const [count] = countDays(
      pools.map((pool, place) => ({
        height: 2_000_000 + 1_000 * index + place,
        time: midnight(day) + place,
        pool,
        bits: null,
        evidence: 'labelled',
      })),
    );
    return { kind: 'closed', day, count: count!, source: 'recorded', registry: null, revision: 1 };
  });
}
