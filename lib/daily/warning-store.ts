import * as z from 'zod/mini';
import { type UtcDay, utcDaySchema } from '../core/ledger/utc-day.ts';
import { detectorStateSchema } from '../core/signals/detector-state.ts';
import { subjectStateSchema, type Transition } from '../core/warnings/episode.ts';
import { signalRecordSchema } from '../core/warnings/signal-record.ts';
import { count, type Parsed } from '../schema.ts';

/** Digests of everything rule states and transitions depend on. */
const inputsDigestSchema = z.object({
  /** Registry, ownership and template links, seats, knowledge. */
  tables: z.string(),
  rules: z.string(),
  /** The ledger's days up to `through`, with their revisions. */
  ledger: z.string(),
});

export type InputsDigest = Parsed<typeof inputsDigestSchema>;

/**
 * `basis-changed`: tables or rules differ from the last run; `corrected`: counts of evaluated days differ. `came` and
 * `went` are the ids of transitions added and removed; none was sent.
 */
const inputsNoteSchema = z.object({
  kind: z.enum(['basis-changed', 'corrected']),
  /** The last day evaluated when the change was noticed. */
  day: utcDaySchema,
  days: z.array(utcDaySchema),
  came: z.array(z.string()),
  went: z.array(z.string()),
});

/** Ids kept of each list of a note; where there are as many, there may be more. An item holds 400 KB, and rules are free. */
export const NOTED_IDS = 400;

export type InputsNote = Parsed<typeof inputsNoteSchema>;

/** How far the rules have been evaluated in a store, and from which inputs. */
export const ruleProgressSchema = z.object({
  /** Number of saves; 0 before the first. */
  revision: count,
  /** The last day the rules were evaluated for. */
  through: utcDaySchema,
  /** Transitions up to this day are history: never news, never sent. */
  quietThrough: utcDaySchema,
  states: z.array(subjectStateSchema),
  /** What the states were computed from; if it changes, they are recomputed. */
  inputs: inputsDigestSchema,
  /** Recent changes of the inputs, oldest first. */
  notes: z.array(inputsNoteSchema),
});

export type RuleProgress = Parsed<typeof ruleProgressSchema>;

/** How far the detector has processed a store's blocks. */
export const signalProgressSchema = z.object({
  /** Number of saves; 0 before the first. */
  revision: count,
  /**
   * The detector's state some blocks below the newest, so that blocks replaced by a reorganisation are processed again.
   */
  base: detectorStateSchema,
  /** The id of the block `base` ends with; null for a recorded block. */
  baseId: z.nullable(z.string()),
  /** Signals of recent weeks, by ascending height. */
  told: z.array(signalRecordSchema),
});

export type SignalProgress = Parsed<typeof signalProgressSchema>;

/** Stores rule states, transitions, retractions and signals. */
export type WarningStore = {
  /** Undefined before the first evaluation. */
  loadProgress(): Promise<RuleProgress | undefined>;
  /** Saves progress and thereby commits a run. @throws StaleWriteError if the stored revision differs. */
  saveProgress(progress: RuleProgress): Promise<void>;
  /** Transitions from day `from` to day `to`, both included, ascending. */
  loadTransitions(from: UtcDay, to: UtcDay): Promise<readonly Transition[]>;
  /** Saves the transitions of all days from `from` to `to`, replacing those saved before. */
  saveTransitions(from: UtcDay, to: UtcDay, transitions: readonly Transition[]): Promise<void>;
  /** The retracted transitions from day `from` to day `to`, both included, ascending. */
  loadRetracted(from: UtcDay, to: UtcDay): Promise<readonly Transition[]>;
  /** Undefined before the detector first ran. */
  loadSignals(): Promise<SignalProgress | undefined>;
  /** Saves signals. @throws StaleWriteError if the stored revision differs. */
  saveSignals(progress: SignalProgress): Promise<void>;
  /** Adds retracted transitions. Idempotent. */
  saveRetracted(transitions: readonly Transition[]): Promise<void>;
};
