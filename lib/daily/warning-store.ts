import * as z from 'zod/mini';
import { type UtcDay, utcDaySchema } from '../core/ledger/utc-day.ts';
import { detectorStateSchema } from '../core/signals/detector-state.ts';
import { subjectStateSchema, type Transition } from '../core/warnings/episode.ts';
import { signalRecordSchema } from '../core/warnings/signal-record.ts';
import { count, type Parsed } from '../schema.ts';

/** Digests of everything that states and transitions depend on. */
const inputsDigestSchema = z.object({
  /** Registry, ownership and template links, seats, knowledge. */
  tables: z.string(),
  rules: z.string(),
  /** The ledger's days up to `through`, with their revisions. */
  ledger: z.string(),
});

export type InputsDigest = Parsed<typeof inputsDigestSchema>;

/**
 * `basis-changed`: other tables or rules than in the last run; `corrected`: other counts of evaluated days. `came` and
 * `went` list ids of transitions; none was sent.
 */
const inputsNoteSchema = z.object({
  kind: z.enum(['basis-changed', 'corrected']),
  /** The last day evaluated when it was noticed. */
  day: utcDaySchema,
  days: z.array(utcDaySchema),
  came: z.array(z.string()),
  went: z.array(z.string()),
});

export type InputsNote = Parsed<typeof inputsNoteSchema>;

/** How far the rules have been evaluated in a store, and from which inputs. */
export const ruleProgressSchema = z.object({
  /** How often progress was saved; 0 before the first time. */
  revision: count,
  /** The last day the rules were evaluated for. */
  through: utcDaySchema,
  /** Transitions up to this day are history: they were never news to a chat and are never sent. */
  quietThrough: utcDaySchema,
  states: z.array(subjectStateSchema),
  /** What the states were computed from; when tables, rules or days change, they are recomputed. */
  inputs: inputsDigestSchema,
  /** Recent changes of the inputs, oldest first. */
  notes: z.array(inputsNoteSchema),
});

export type RuleProgress = Parsed<typeof ruleProgressSchema>;

/** How far the detector has got in a store. */
export const signalProgressSchema = z.object({
  /** How often it was saved; 0 before the first time. */
  revision: count,
  /** The detector some blocks below the newest, so that a reorganisation of those above is looked at again. */
  base: detectorStateSchema,
  /** The id of the block that `base` ends with; null of a recorded one. */
  baseId: z.nullable(z.string()),
  /** Those of the last weeks, by ascending height. */
  told: z.array(signalRecordSchema),
});

export type SignalProgress = Parsed<typeof signalProgressSchema>;

/** Stores rule states, transitions with what was retracted of them, and signals. */
export type WarningStore = {
  /** Undefined before the first evaluation. */
  loadProgress(): Promise<RuleProgress | undefined>;
  /**
   * Saves progress in place of the one of its revision; this commits a run. @throws StaleWriteError for another one.
   */
  saveProgress(progress: RuleProgress): Promise<void>;
  /** Transitions from day `from` to day `to`, both included, ascending. */
  loadTransitions(from: UtcDay, to: UtcDay): Promise<readonly Transition[]>;
  /** Saves the transitions of all days from `from` to `to`, in place of those saved for them before. */
  saveTransitions(from: UtcDay, to: UtcDay, transitions: readonly Transition[]): Promise<void>;
  /** The retracted transitions from day `from` to day `to`, both included, ascending. */
  loadRetracted(from: UtcDay, to: UtcDay): Promise<readonly Transition[]>;
  /** Undefined before anybody looked for signals. */
  loadSignals(): Promise<SignalProgress | undefined>;
  /** Saves signals in place of those of their revision. @throws StaleWriteError for those of another one. */
  saveSignals(progress: SignalProgress): Promise<void>;
  /** Adds to what was retracted. Harmless to repeat. */
  saveRetracted(transitions: readonly Transition[]): Promise<void>;
};
