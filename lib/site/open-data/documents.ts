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

/** Under what our figures may be used, and whom those who use them are asked to name. */
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

/** What is counted of a day in one revision: it never changes. */
const revisionSchema = z.object({
  schema: z.literal('hashtilt/day-revision@1'),
  day,
  /** 1 when the day was first closed; one more with each correction. */
  revision: count,
  blocks: count,
  firstHeight: count,
  lastHeight: count,
  /** Blocks per pool, by the key of the registry; `unknown` is nobody. They sum to `blocks`. */
  pools: z.array(z.object({ pool: text, blocks: count })),
  source: daySourceSchema,
  /** Who labelled the blocks; null where we attributed them. */
  labelledBy: z.nullable(text),
  /** The registry that attributed the blocks; null where somebody else did. */
  registry: z.nullable(text),
});

/** A day as it is counted now: its newest revision, and how well its blocks are known by now. */
const daySchema = z.extend(revisionSchema, {
  schema: z.literal('hashtilt/day@1'),
  evidence: evidenceSchema,
  /** Blocks on which tags and addresses spoke for different pools. */
  conflicts: count,
  /** The address of this revision, from the folder of the day's file. */
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

/** The newest closed day for machines that ask often. */
export const latestSchema = z.object({
  schema: z.literal('hashtilt/latest@1'),
  day,
  /** The answer in a sentence; null where a day of the week is not counted. */
  answer: z.nullable(text),
  /** Whether the largest owner's share could be half or more: the high end of its interval; null where unknown. */
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

/** What a table of the open data is. */
export const metadataSchema = z.object({
  schema: z.literal('hashtilt/metadata@1'),
  name: text,
  title: text,
  description: text,
  /** The newest day in it. */
  day,
  kind: z.enum(['counted', 'modelled', 'counted and modelled']),
  /** From what the figures come, and how well that is verified. */
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

/** By which version of what figures are made. */
export const METHODS: Metadata['method'] = {
  registry: registryVersion,
  machines: METHOD.version,
  intervals: '95%, Jeffreys where blocks are counted',
};

/** The forms of all documents, by the names of their published schemas. */
export const FORMS = {
  'day-revision': revisionSchema,
  day: daySchema,
  latest: latestSchema,
  metadata: metadataSchema,
} as const;

/** A document as its file holds it. */
export function writeJson(document: object): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
