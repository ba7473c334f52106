import type { ClosedDay, Ledger } from '../../../lib/core/ledger/ledger.ts';
import { addDays, parseDay, type UtcDay } from '../../../lib/core/ledger/utc-day.ts';
import type { PoolId } from '../../../lib/core/pools/pool-id.ts';

/** Any target, as long as all blocks have the same. */
const BITS = 0x1702905c;

type Pools = Readonly<Record<string, number>>;

/** A closed day with these blocks per pool; `difficulty: false` for unknown targets. */
function closedDay(day: UtcDay, pools: Pools, { difficulty = true } = {}): ClosedDay {
  const counts = new Map(Object.entries(pools) as [PoolId, number][]);
  const blocks = counts.values().reduce((sum, count) => sum + count, 0);
  return {
    kind: 'closed',
    day,
    count: {
      day,
      blocks,
      firstHeight: 1,
      lastHeight: blocks,
      pools: counts,
      bits: new Map(difficulty ? [[BITS, blocks]] : []),
      evidence: { labelled: blocks, header: 0, merkle: 0 },
      conflicts: 0,
      uncheckedBits: 0,
    },
    source: 'recorded',
    registry: null,
    revision: 1,
  };
}

/** Consecutive days; within a span every day has the same blocks. */
export function steadyLedger(
  from: string,
  spans: readonly { readonly days: number; readonly pools: Pools; readonly difficulty?: boolean }[],
): Ledger {
  const first = parseDay(from);
  const all = spans.flatMap((span) => Array.from({ length: span.days }, () => span));
  return all.map(({ pools, difficulty = true }, index) =>
    closedDay(addDays(first, index), pools, { difficulty }),
  );
}

/** The ledger with one day not counted. */
export function withMissingDay(ledger: Ledger, day: string): Ledger {
  return ledger.map((entry) => (entry.day === day ? { kind: 'missing', day: entry.day } : entry));
}
