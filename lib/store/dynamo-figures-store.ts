import * as z from 'zod/mini';
import type { PlaceKey } from '../core/geography/place-figure.ts';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { knowledgeSchema, lensSchema } from '../core/lenses/lens.ts';
import { SEVERITIES } from '../core/rules/rule.ts';
import type { WindowCount } from '../core/shares/window.ts';
import type { FiguresStore, LatestFigures } from '../daily/figures.ts';
import { neutralMessageSchema } from './message-items.ts';
import type { Table } from './table.ts';
import { crossingFields, transitionSchema } from './warning-items.ts';

const FIGURES = { pk: 'LATEST', sk: 'FIGURES' };

const count = z.int().check(z.nonnegative());

const countSchema = z.object({
  day: utcDaySchema,
  from: utcDaySchema,
  window: count,
  lens: lensSchema,
  blocks: count,
  unknown: count,
  missingDays: count,
  counts: z.record(z.string(), count),
});

const provenanceSchema = z.object({
  sources: z.array(z.enum(['recorded', 'live'])),
  labelledBy: z.nullable(z.string()),
  evidence: z.object({ labelled: count, header: count, merkle: count }),
  uncheckedBits: count,
  registry: z.string(),
  missing: z.nullable(z.object({ count, from: z.string(), to: z.string() })),
});

const hashRateSchema = z.object({ ehs: z.number(), low: z.number(), high: z.number() });

const sourcedFields = { source: z.string(), from: utcDaySchema, to: utcDaySchema };
const anchorSchema = z.nullable(z.object({ ...sourcedFields, publishedOn: utcDaySchema, ageDays: count }));
const fraction = z.nullable(z.number());

const machinesSchema = z.object({
  day: utcDaySchema,
  knowledge: knowledgeSchema,
  reason: z.nullable(z.string()),
  places: z.array(
    z.object({
      key: z.custom<PlaceKey>((key) => typeof key === 'string'),
      name: z.string(),
      level: z.enum(['country', 'region']),
      status: z.enum(['ok', 'stale', 'no-data']),
      reason: z.nullable(z.string()),
      share: fraction,
      low: fraction,
      high: fraction,
      anchor: anchorSchema,
      ratio: anchorSchema,
      trend: z.nullable(z.object({ days: count, change: z.number() })),
      alternatives: z.array(z.object({ ...sourcedFields, share: z.number(), doubted: z.boolean() })),
    }),
  ),
});

const sizeSchema = z.object({
  unit: z.enum(['megawatts', 'ehs', 'share', 'most-of-share']),
  amount: z.number(),
});

const farmSchema = z.object({
  name: z.string(),
  places: z.array(z.string()),
  announced: z.object({ on: utcDaySchema, source: z.string(), size: sizeSchema }),
  targets: z.array(
    z.object({
      by: utcDaySchema,
      source: z.string(),
      size: sizeSchema,
      status: z.enum(['ahead', 'due', 'met', 'missed', 'without-evidence']),
    }),
  ),
});

const figuresSchema = z.object({
  day: utcDaySchema,
  counts: z.array(countSchema),
  earlier: z.array(countSchema),
  hashRates: z.array(z.object({ window: count, hashRate: hashRateSchema })),
  provenances: z.array(z.object({ window: count, provenance: provenanceSchema })),
  machines: machinesSchema,
  farms: z.array(farmSchema),
  digest: neutralMessageSchema,
  warning: z.nullable(z.object({ day: utcDaySchema, message: neutralMessageSchema })),
  episodes: z.array(
    z.object({
      ...crossingFields,
      isOpen: z.boolean(),
      rule: z.string(),
      severity: z.enum(SEVERITIES),
      since: utcDaySchema,
    }),
  ),
  changes: z.array(transitionSchema),
});

/** Kept as one text: the SDK would take longer to take thousands of attributes apart than an answer takes. */
const itemSchema = z.object({
  json: z.pipe(
    z.pipe(
      z.string(),
      z.transform((text, { issues }) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          issues.push({ code: 'custom', input: text, message: 'expected JSON' });
          return z.NEVER;
        }
      }),
    ),
    figuresSchema,
  ),
});

/** The newest figures in DynamoDB: one item of some tens of kilobytes. */
export function dynamoFiguresStore(table: Table): FiguresStore {
  return {
    saveFigures: (figures) => table.put(FIGURES, { json: JSON.stringify(toPlain(figures)) }),
    async loadFigures() {
      const json = (await table.get(FIGURES, itemSchema))?.json;
      return json && { ...json, counts: json.counts.map(toCount), earlier: json.earlier.map(toCount) };
    },
  };
}

function toPlain(figures: LatestFigures) {
  const plain = ({ counts, ...rest }: WindowCount) => ({ ...rest, counts: Object.fromEntries(counts) });
  return { ...figures, counts: figures.counts.map(plain), earlier: figures.earlier.map(plain) };
}

function toCount({ counts, ...rest }: z.output<typeof countSchema>): WindowCount {
  return { ...rest, counts: new Map(Object.entries(counts)) };
}
