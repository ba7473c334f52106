import * as z from 'zod/mini';
import { anchors } from '../../core/geography/anchors.ts';
import { METHOD } from '../../core/geography/method.ts';
import { daySourceSchema, evidenceSchema } from '../../core/ledger/ledger.ts';
import { SHIPPED_LABELLED_BY } from '../../core/ledger/shipped-label.ts';
import { registry, registryVersion } from '../../core/pools/registry.ts';
import { count, type Parsed } from '../../schema.ts';

const fraction = z.number().check(z.minimum(0), z.maximum(1));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const text = z.string();

const licenceSchema = z.object({ name: z.literal('CC BY 4.0'), url: z.url(), attribution: z.array(text) });

/** The licence of our figures, and the sources that users must credit. */
export const LICENCE: Parsed<typeof licenceSchema> = {
  name: 'CC BY 4.0',
  url: 'https://creativecommons.org/licenses/by/4.0/',
  attribution: [
    'Hashtilt',
    `Labels of recorded blocks: ${SHIPPED_LABELLED_BY}`,
    ...registry.sources.map(({ name, licence }) => `Pools: ${name} (${licence})`),
    ...[...new Set(anchors.map(({ source }) => source.name))].map((name) => `Where machines stand: ${name}`),
  ],
};

/** One revision of a day. It never changes. */
const revisionSchema = z.object({
  schema: z.literal('hashtilt/day-revision@1'),
  day,
  /** 1 when the day was first closed, incremented by each correction. */
  revision: count,
  blocks: count,
  firstHeight: count,
  lastHeight: count,
  /** Blocks by pool, keyed as in the registry; `unknown` is not a pool. They sum to `blocks`. */
  pools: z.array(z.object({ pool: text, blocks: count })),
  source: daySourceSchema,
  /** Who labelled the blocks; null if we attributed them. */
  labelledBy: z.nullable(text),
  /** The registry version that attributed the blocks; null if somebody else labelled them. */
  registry: z.nullable(text),
});

/** A day as counted now: its newest revision, and the current evidence for its blocks. */
const daySchema = z.extend(revisionSchema, {
  schema: z.literal('hashtilt/day@1'),
  evidence: evidenceSchema,
  /** Blocks whose coinbase tag and payout address pointed to different pools. */
  conflicts: count,
  /** Path of this revision, relative to the day's file. */
  permanent: text,
  licence: licenceSchema,
});

const shareSchema = z.object({
  key: text,
  name: text,
  blocks: count,
  share: fraction,
  low: fraction,
  high: fraction,
});

const weekSchema = z.object({
  blocks: count,
  unknown: count,
  missingDays: count,
  shares: z.array(shareSchema),
});

/** The newest closed day in one small document, for programs that poll. */
export const latestSchema = z.object({
  schema: z.literal('hashtilt/latest@1'),
  day,
  /** The answer in one sentence; null if a day of the week is missing. */
  answer: z.nullable(text),
  /** Whether the largest owner's 95% interval reaches half; null if a day of the week is missing. */
  majorityPossible: z.nullable(z.boolean()),
  /** The 7 days that end on the day. */
  week: z.object({
    owner: weekSchema,
    pool: weekSchema,
    template: weekSchema,
    'operator-country': weekSchema,
  }),
  hashRate: z.nullable(z.object({ ehs: z.number(), low: z.number(), high: z.number() })),
  machines: z.array(
    z.object({
      key: text,
      name: text,
      status: z.enum(['ok', 'stale', 'no-data']),
      share: z.nullable(fraction),
      low: z.nullable(fraction),
      high: z.nullable(fraction),
    }),
  ),
  open: z.array(z.object({ severity: text, text, since: day })),
  newestWarning: z.nullable(z.object({ day, title: text, page: text })),
  registry: text,
  licence: licenceSchema,
});

/** Describes one table of the open data. */
export const metadataSchema = z.object({
  schema: z.literal('hashtilt/metadata@1'),
  name: text,
  title: text,
  description: text,
  /** The newest day in the table. */
  day,
  kind: z.enum(['counted', 'modelled', 'counted and modelled']),
  /** Where the figures come from, and how well that is verified. */
  evidence: z.array(text),
  columns: z.array(
    z.object({
      name: text,
      type: z.enum(['text', 'day', 'integer', 'fraction']),
      unit: z.nullable(text),
      description: text,
    }),
  ),
  rows: count,
  files: z.array(text),
  method: z.object({ registry: text, machines: text, intervals: text }),
  licence: licenceSchema,
});

export type Metadata = Parsed<typeof metadataSchema>;

/** Versions of the methods behind the figures. */
export const METHODS: Metadata['method'] = {
  registry: registryVersion,
  machines: METHOD.version,
  intervals: '95%, Jeffreys where blocks are counted',
};

/** Document schemas by the name under which each is published. */
export const FORMS = {
  'day-revision': revisionSchema,
  day: daySchema,
  latest: latestSchema,
  metadata: metadataSchema,
} as const;

/** Serialises a document as it is published. */
export function writeJson(document: object): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
