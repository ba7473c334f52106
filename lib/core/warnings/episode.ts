import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { boundSchema, measureSchema, ruleSeveritySchema } from '../rules/rule.ts';
import { ruleLensSchema } from '../rules/rule-lens.ts';
import { rungStateSchema } from './rung.ts';

/**
 * How an episode moved. `basis-changed`: what is known changed (a source was published, a row begins or ends), and with
 * it the side of a bound; nobody need have mined more or less. `reminded`: it did not move for a while; `retracted`: it
 * turned out never to have been. These two are not stored: they follow from the others.
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

/** One move of one episode, with all that a message about it says. */
export const transitionSchema = z.object({
  /** `<day> <ladder> <subject> <kind>`: the same history gives the same ids. */
  id: z.string(),
  day: utcDaySchema,
  /** The rung reached; the rung left where none is. */
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
  /** The more severe of the rungs left and reached, so that whoever was told of the worse hears of the better. */
  severity: ruleSeveritySchema,
  /** Null where no number comes out; see `Reading`. */
  value: z.nullable(z.number()),
  blocks: z.nullable(count),
  total: count,
  /** Of these the blocks of nobody that is known; null where nothing is counted, or an older version stored it. */
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

/** The day on which a level was reached, and what it was reached by: shares that moved, or what became known. */
const reachedSchema = z.object({ on: utcDaySchema, by: z.enum(['crossing', 'knowledge']) });

export type Reached = Parsed<typeof reachedSchema>;

/** An episode that is open, at the rung it stands on. */
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
    /** When the level was reached; null where an older version stored the episode. */
    reached: z.nullable(reachedSchema),
    /** Days since then that nobody has counted; earlier releases did not say. */
    uncounted: z.optional(count),
  },
);

export type OpenEpisode = Parsed<typeof openEpisodeSchema>;

/** Where one ladder stands for one subject. */
export const subjectStateSchema = z.object({
  ladder: z.string(),
  subject: z.string(),
  /** In the ladder's order, lowest first. */
  rungs: z.array(rungStateSchema),
  /** The day on which the open episode fired; null when none is open. */
  since: z.nullable(utcDaySchema),
});

export type SubjectState = Parsed<typeof subjectStateSchema>;

/** What rules remember from one day to the next: subjects with a rung that is not normal, by `<ladder> <subject>`. */
export type RuleStates = ReadonlyMap<string, SubjectState>;

/** Whether a transition tells that it has become worse. */
export function isRise({ kind }: Pick<Transition, 'kind'>): boolean {
  return kind === 'fired' || kind === 'escalated';
}

/** Names an episode: the same for all its transitions, and for no other. */
export function episodeOf({
  ladder,
  subject,
  since,
}: Pick<Transition, 'ladder' | 'subject' | 'since'>): string {
  return `${ladder} ${subject} ${since}`;
}
