import * as z from 'zod/mini';
import table from '../../../data/critical-values.json' with { type: 'json' };
import type { Parsed } from '../../schema.ts';
import { parseInput } from '../../schema.ts';
import type { Statistic } from './statistic.ts';

const rowSchema = z.object({
  /** The subject's share of blocks before the change. */
  share: z.number(),
  up: z.number(),
  down: z.number(),
});

const rowsSchema = z.array(rowSchema).check(z.minLength(1));

export const criticalValuesSchema = z.object({ share: rowsSchema, pace: rowsSchema });

/** Evidence required: rows by ascending share, each with the value above which a CUSUM signals a change. */
export type CriticalValues = Parsed<typeof criticalValuesSchema>;

/** Computed by `npm run data:critical-values`. */
export const CRITICAL_VALUES: CriticalValues = parseInput(
  criticalValuesSchema,
  table,
  'data/critical-values.json',
);

/** The critical value for a share: interpolated along the logarithm of the share; beyond the rows, the last one's. */
export function criticalValue(
  values: CriticalValues,
  statistic: Statistic,
  direction: 'up' | 'down',
  share: number,
): number {
  const rows = values[statistic];
  const above = rows.findIndex((row) => row.share >= share);
  if (above === 0) return rows[0]![direction];
  if (above === -1) return rows.at(-1)![direction];
  const [low, high] = [rows[above - 1]!, rows[above]!];
  const part = Math.log(share / low.share) / Math.log(high.share / low.share);
  return low[direction] + part * (high[direction] - low[direction]);
}
