import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { lensSchema } from '../lenses/lens.ts';

/** The subject of the lens `network`: all blocks there are. */
export const NETWORK = 'network';

/** Where blocks since a change are counted from: after the block of this height, which bears this header time. */
export const sinceSchema = z.object({ height: count, time: z.int() });

/**
 * What single blocks show within hours, by the block at `height` and none above. `crossing`: the share since a change
 * lies above a bound of the ladder with P >= .95; `sudden-change`: near a bound or not; `run`: blocks of one owner in a
 * row, more than chance gives anybody once a year.
 */
export const signalSchema = z.object({
  /** `<height> <lens> <subject> <direction>`, of a run `run` in its place: the same blocks give the same ids. */
  id: z.string(),
  kind: z.enum(['crossing', 'sudden-change', 'run']),
  direction: z.enum(['up', 'down']),
  /** Which of the two told it first. */
  statistic: z.enum(['share', 'pace']),
  lens: z.enum([...lensSchema.options, NETWORK]),
  subject: z.string(),
  height: count,
  /** Header time of the block at `height`, Unix seconds. */
  time: z.int(),
  since: sinceSchema,
  /** Blocks since the change, and the subject's own of them. */
  own: count,
  blocks: count,
  /** The share before the change, by the blocks compared with; of a return, before what it undoes; 1 of the network. */
  shareBefore: z.number(),
  /** Hash rate since the change over hash rate before, likewise; null where a difficulty is not known. */
  pace: z.nullable(z.number()),
  /** The id of the signal whose change this one undoes; null where the level is new. */
  returns: z.nullable(z.string()),
  /** The highest bound that is crossed; null for a sudden change. */
  bound: z.nullable(z.number()),
  /** Of a run: how many as long chance gives all owners together a year. */
  aYear: z.optional(z.number()),
});

export type Signal = Parsed<typeof signalSchema>;

/** What a closing day makes of a signal, by all blocks since the change up to the block that closes it. */
export const verdictSchema = z.object({
  /** The id of the signal. */
  signal: z.string(),
  outcome: z.enum(['confirmed', 'withdrawn']),
  /** The day that closed; null where blocks are missing after the signal, so that no day can speak of it. */
  day: z.nullable(utcDaySchema),
  /** The height of the block that closed it. */
  height: count,
  own: count,
  blocks: count,
});

export type Verdict = Parsed<typeof verdictSchema>;

/** Whether a sudden change is worth a warning: 10 points of all blocks, or half of the subject's own hash rate. */
export function isSevere({ own, blocks, shareBefore, pace }: Signal): boolean {
  const share = blocks === 0 ? shareBefore : own / blocks;
  const ratio = pace ?? share / shareBefore;
  return Math.abs(share - shareBefore) >= 0.1 || ratio <= 0.5 || ratio >= 1.5;
}
