import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { boundSchema, measureSchema, ruleSeveritySchema } from '../rules/rule.ts';
import { ruleLensSchema } from '../rules/rule-lens.ts';
import { rungStateSchema } from './rung.ts';

/**
 * How an episode moved. `basis-changed`: knowledge changed (a source was published, a row begins or ends) and moved the
 * value across a bound; nobody need have mined more or less. `reminded`: it has not moved for a while; `retracted`: it
 * turned out never to have happened. The last two are not stored: they follow from the others.
 */
const transitionKindSchema = z.enum([
  'fired',
  'escalated',
  'eased',
  'reminded',
  'resolved',
  'retracted',
  'basis-changed',
]);

export type TransitionKind = z.output<typeof transitionKindSchema>;

/** One move of one episode, with everything that a message about it says. */
export const transitionSchema = z.object({
  /** `<day> <ladder> <subject> <kind>`: the same history gives the same ids. */
  id: z.string(),
  day: utcDaySchema,
  /** The rung reached; the rung left if none is. */
  rule: z.string(),
  ladder: z.string(),
  lens: ruleLensSchema,
  measure: measureSchema,
  window: count,
  bound: boundSchema,
  /** A subject's key, or `*` for a measure of the whole. */
  subject: z.string(),
  holders: z.array(z.string()),
  kind: transitionKindSchema,
  /** The more severe of the rungs left and reached, so that everyone who got the worse news also gets the better. */
  severity: ruleSeveritySchema,
  /** Null if there is no number; see `Reading`. */
  value: z.nullable(z.number()),
  blocks: z.nullable(count),
  total: count,
  /** Blocks by unknown miners among these; null if nothing was counted, or an older version stored it. */
  unknown: z.nullable(count),
  share: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  probability: z.nullable(z.number()),
  /** The day on which the episode fired. */
  since: utcDaySchema,
  /** Whether the episode is open afterwards. */
  isOpen: z.boolean(),
});

export type Transition = Parsed<typeof transitionSchema>;

/** The day on which a level was reached, and why: shares moved, or knowledge changed. */
const reachedSchema = z.object({ on: utcDaySchema, by: z.enum(['crossing', 'knowledge']) });

export type Reached = Parsed<typeof reachedSchema>;

/** An open episode, at its current rung. */
export const openEpisodeSchema = z.extend(
  z.pick(transitionSchema, {
    rule: true,
    lens: true,
    measure: true,
    window: true,
    bound: true,
    subject: true,
    holders: true,
    severity: true,
    since: true,
    isOpen: true,
  }),
  {
    /** When the level was reached; null if an older version stored the episode. */
    reached: z.nullable(reachedSchema),
    /** Days since then that were not counted; earlier releases did not say. */
    uncounted: z.optional(count),
  },
);

export type OpenEpisode = Parsed<typeof openEpisodeSchema>;

/** State of one ladder for one subject. */
export const subjectStateSchema = z.object({
  ladder: z.string(),
  subject: z.string(),
  /** In the ladder's order, lowest first. */
  rungs: z.array(rungStateSchema),
  /** The day on which the open episode fired; null if none is open. */
  since: z.nullable(utcDaySchema),
});

export type SubjectState = Parsed<typeof subjectStateSchema>;

/** What rules remember between days: subjects with a rung that is not normal, by `<ladder> <subject>`. */
export type RuleStates = ReadonlyMap<string, SubjectState>;

/** Whether a transition is for the worse. */
export function isRise({ kind }: Pick<Transition, 'kind'>): boolean {
  return kind === 'fired' || kind === 'escalated';
}

/** Identifies an episode: the same for all its transitions, and for no other. */
export function episodeOf({
  ladder,
  subject,
  since,
}: Pick<Transition, 'ladder' | 'subject' | 'since'>): string {
  return `${ladder} ${subject} ${since}`;
}
