import type { UtcDay } from '../ledger/utc-day.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import type { Bound, Measure, RuleSeverity } from '../rules/rule.ts';
import type { RuleLens } from '../rules/rule-lens.ts';
import type { RungState } from './rung.ts';

/**
 * How an episode moved. `basis-changed`: what a modelled figure rests on changed, and with it on which side of a
 * bound the figure lies; no machine need have moved. `reminded`: it did not move, for a while; `retracted`: it
 * turned out never to have been. Neither of these two is stored: both follow from the others.
 */
export type TransitionKind =
  | 'fired'
  | 'escalated'
  | 'eased'
  | 'reminded'
  | 'resolved'
  | 'retracted'
  | 'basis-changed';

/** One move of one episode, with all that a message about it says. */
export type Transition = {
  /** `<day> <ladder> <subject> <kind>`: the same history gives the same ids. */
  readonly id: string;
  readonly day: UtcDay;
  /** The rung reached; the rung left where none is. */
  readonly rule: string;
  readonly ladder: string;
  readonly lens: RuleLens;
  readonly measure: Measure;
  readonly window: number;
  readonly bound: Bound;
  /** A subject's key, or `*` for a measure of the whole. */
  readonly subject: SubjectKey;
  readonly holders: readonly SubjectKey[];
  readonly kind: TransitionKind;
  /** The more severe of the rungs left and reached, so that whoever was told of the worse hears of the better. */
  readonly severity: RuleSeverity;
  /** Null where no number comes out; see `Reading`. */
  readonly value: number | null;
  readonly blocks: number | null;
  readonly total: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly probability: number | null;
  /** The day on which the episode fired. */
  readonly since: UtcDay;
  /** Whether the episode is open afterwards. */
  readonly isOpen: boolean;
};

/** Where one ladder stands for one subject. `rungs` in the ladder's order, lowest first. */
export type SubjectState = {
  readonly ladder: string;
  readonly subject: SubjectKey;
  readonly rungs: readonly RungState[];
  /** The day on which the open episode fired; null when none is open. */
  readonly since: UtcDay | null;
};

/**
 * What rules remember from one day to the next: every subject of which any rung is not normal, by
 * `<ladder> <subject>`.
 */
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
