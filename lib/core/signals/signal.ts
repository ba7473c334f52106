import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { lensSchema } from '../lenses/lens.ts';

/** The only subject of the lens `network`: all blocks. */
export const NETWORK = 'network';

/** The block after which a change is counted: its height and header time. */
export const sinceSchema = z.object({ height: count, time: z.int() });

/**
 * Detected in single blocks within hours, from the block at `height` and none above. `crossing`: the share since a
 * change is above a bound of the ladder with P >= .95; `sudden-change`: a change with no such bound; `run`: consecutive
 * blocks of one owner, more than chance gives anyone once a year.
 */
export const signalSchema = z.object({
  /** `<height> <lens> <subject> <direction>`, for a run with `run` instead: the same blocks give the same ids. */
  id: z.string(),
  kind: z.enum(['crossing', 'sudden-change', 'run']),
  direction: z.enum(['up', 'down']),
  /** The one that detected it first. */
  statistic: z.enum(['share', 'pace']),
  lens: z.enum([...lensSchema.options, NETWORK]),
  subject: z.string(),
  height: count,
  /** Header time of the block at `height`, Unix seconds. */
  time: z.int(),
  since: sinceSchema,
  /** The subject's own blocks since the change, and all blocks since. */
  own: count,
  blocks: count,
  /** The share before the change, from the baseline; for a return, before the change it undoes; 1 for the network. */
  shareBefore: z.number(),
  /** Hash rate since the change over hash rate before, likewise; null if a difficulty is unknown. */
  pace: z.nullable(z.number()),
  /** The id of the signal whose change this one undoes; null if the level is new. */
  returns: z.nullable(z.string()),
  /** The highest bound crossed; null for a sudden change. */
  bound: z.nullable(z.number()),
  /** For a run: the expected number of runs this long per year, for all owners together. */
  aYear: z.optional(z.number()),
});

export type Signal = Parsed<typeof signalSchema>;

/** A closing day's verdict on a signal, from all blocks since the change up to the block that closes the day. */
export const verdictSchema = z.object({
  /** The id of the signal. */
  signal: z.string(),
  outcome: z.enum(['confirmed', 'withdrawn']),
  /** The day that closed; null if blocks are missing after the signal, so no day can confirm or withdraw it. */
  day: z.nullable(utcDaySchema),
  /** The height of the block that closed it. */
  height: count,
  own: count,
  blocks: count,
});

export type Verdict = Parsed<typeof verdictSchema>;

/** Whether a sudden change deserves a warning: 10 points of all blocks, or half of the subject's own hash rate. */
export function isSevere({ own, blocks, shareBefore, pace }: Signal): boolean {
  const share = blocks === 0 ? shareBefore : own / blocks;
  const ratio = pace ?? share / shareBefore;
  return Math.abs(share - shareBefore) >= 0.1 || ratio <= 0.5 || ratio >= 1.5;
}
