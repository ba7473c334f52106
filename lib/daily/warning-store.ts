import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { SubjectState, Transition } from '../core/warnings/episode.ts';

/** How far the rules have come in a store, and on what ground. */
export type RuleProgress = {
  /** How often progress was saved; 0 before the first time. */
  readonly revision: number;
  /** The last day the rules were evaluated for. */
  readonly through: UtcDay;
  /** Transitions up to this day are history: they were never news to a chat and are never sent. */
  readonly quietThrough: UtcDay;
  readonly states: readonly SubjectState[];
  /** What the states were computed from; a change of either means computing them anew. */
  readonly ground: InputsDigest;
  /** What happened to the ground itself lately, oldest first. */
  readonly notes: readonly InputsNote[];
};

/** Digests of everything that states and transitions are a function of. */
export type InputsDigest = {
  /** Registry, ownership and template links, seats, knowledge. */
  readonly tables: string;
  readonly rules: string;
  /** Days of the ledger up to `through`, with their revisions. */
  readonly ledger: string;
};

/**
 * `basis-changed`: tables or rules differ from those of the last run; `corrected`: days that were evaluated
 * before now count otherwise. `changed` lists the ids of transitions that came or went; none was sent.
 */
export type InputsNote = {
  readonly kind: 'basis-changed' | 'corrected';
  /** The last day evaluated when it was noticed. */
  readonly day: UtcDay;
  readonly days: readonly UtcDay[];
  readonly came: readonly string[];
  readonly went: readonly string[];
};

/** Keeps rule states, transitions and what was retracted of them. */
export type WarningStore = {
  /** Undefined before the first evaluation. */
  loadProgress(): Promise<RuleProgress | undefined>;
  /**
   * Saves progress in place of that of revision `progress.revision`; this is the commit of a run.
   *
   * @throws StaleWriteError when another run has saved progress meanwhile.
   */
  saveProgress(progress: RuleProgress): Promise<void>;
  /** Transitions from day `from` to day `to`, both included, ascending. */
  loadTransitions(from: UtcDay, to: UtcDay): Promise<readonly Transition[]>;
  /** Saves the transitions of all days from `from` to `to`, in place of those saved for them before. */
  saveTransitions(from: UtcDay, to: UtcDay, transitions: readonly Transition[]): Promise<void>;
  /** What was retracted of the transitions from day `from` to day `to`, both included, ascending. */
  loadRetracted(from: UtcDay, to: UtcDay): Promise<readonly Transition[]>;
  /** Adds to what was retracted. Harmless to repeat. */
  saveRetracted(transitions: readonly Transition[]): Promise<void>;
};
