import * as z from 'zod/mini';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { lensSchema } from '../core/lenses/lens.ts';
import type { SharesStore } from '../daily/shares-store.ts';
import type { Table } from './table.ts';

const count = z.int().check(z.nonnegative());
const range = { low: z.number(), high: z.number() };

const tableSchema = z.object({
  day: utcDaySchema,
  from: utcDaySchema,
  window: count,
  lens: lensSchema,
  blocks: count,
  unknown: count,
  missingDays: count,
  shares: z.array(
    z.object({ key: z.string(), name: z.string(), blocks: count, share: z.number(), ...range }),
  ),
  top: z.array(z.object({ n: count, share: z.number() })),
  nakamoto: z.object({ point: z.nullable(count), low: z.nullable(count), high: z.nullable(count) }),
  hhi: z.object(range),
  gini: z.nullable(z.number()),
  entropy: z.nullable(z.number()),
  hashRate: z.nullable(z.object({ ehs: z.number(), ...range })),
});

const sharesSchema = z.object({
  day: utcDaySchema,
  lens: lensSchema,
  registry: z.string(),
  tables: z.array(tableSchema),
});

const sharesKey = (day: string, lens: string) => ({ pk: `SHARES#${lens}`, sk: day });

/** Shares in DynamoDB: an item for each day and lens, with all its windows. */
export function dynamoSharesStore(table: Table): SharesStore {
  return {
    saveShares: (shares) =>
      table.putAll(shares.map((content) => ({ key: sharesKey(content.day, content.lens), content }))),
    loadShares: (day, lens) => table.get(sharesKey(day, lens), sharesSchema),
  };
}
