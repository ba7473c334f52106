import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { signalSchema, sinceSchema } from './signal.ts';
import { NO_STREAK, streakSchema } from './streak.ts';

/** Running totals at a block: counts and exposures over a period are differences of two. */
const markSchema = z.extend(sinceSchema, {
  /** The subject's own blocks since it was first watched. */
  own: count,
  /** Seconds over difficulty since the detector started. */
  exposure: z.number(),
});

export type Mark = Parsed<typeof markSchema>;

const sumsSchema = z.object({ sums: z.array(z.number()), starts: z.array(markSchema) });

const tallySchema = z.object({ own: z.number(), trials: z.number() });

/** Tests for a return from a change: a CUSUM of the former rate against the least change that the rate since may be. */
const returnSchema = z.object({
  statistic: z.enum(['share', 'pace']),
  /** The rate to return to, and the rate it is tested against. */
  former: z.number(),
  from: z.number(),
});

/** A signal that no closing day has confirmed or withdrawn yet, and what decides it. */
const pendingSchema = z.object({
  signal: signalSchema,
  start: markSchema,
  /** The baseline in the terms of the signal's statistic; for a return, its test. */
  against: z.union([tallySchema, returnSchema]),
  /** Evidence required, in nats. */
  bar: z.number(),
});

export type Pending = Parsed<typeof pendingSchema>;

/** The newest change signalled: from then on a subject is compared with itself, by the blocks up to `until`. */
const changeSchema = z.object({
  signal: z.string(),
  since: markSchema,
  until: markSchema,
  shareBefore: z.number(),
  paceBefore: z.nullable(z.number()),
  back: returnSchema,
  sum: z.number(),
  start: markSchema,
});

export type ReturnTest = Parsed<typeof returnSchema>;

export type Change = Parsed<typeof changeSchema>;

const subjectSchema = z.object({
  lens: signalSchema.shape.lens,
  subject: z.string(),
  own: count,
  share: sumsSchema,
  pace: sumsSchema,
  changed: z.nullable(changeSchema),
  pending: z.array(pendingSchema),
});

export type SubjectState = Parsed<typeof subjectSchema>;

/** What a detector carries from one block to the next; a function of the blocks and closed days up to `height`. */
export const detectorStateSchema = z.object({
  /** The newest block seen; null before the first. */
  height: z.nullable(count),
  /** Header times of the newest blocks, oldest first, as many as closing a day takes. */
  times: z.array(z.int()),
  exposure: z.number(),
  /** The newest closed day. */
  through: z.nullable(utcDaySchema),
  subjects: z.array(subjectSchema),
  /** Earlier releases did not track runs. */
  streak: z.optional(streakSchema),
});

export type DetectorState = Parsed<typeof detectorStateSchema>;

export const NO_BLOCKS_SEEN: DetectorState = {
  height: null,
  times: [],
  exposure: 0,
  through: null,
  subjects: [],
  streak: NO_STREAK,
};
