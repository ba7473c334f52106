import type { Nowcast } from '../geography/nowcast.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import type { WindowCount } from '../shares/window.ts';

/** State of a farm's target, as far as rules care. */
export type TargetState = 'due' | 'missed';

/** The data that a rule is evaluated on for a day. */
export type Observation =
  /** The window ending on the day; and the one of the same length before it, for measure `change`. */
  | { readonly kind: 'counted'; readonly now: WindowCount; readonly before: WindowCount | null }
  | { readonly kind: 'modelled'; readonly nowcast: Nowcast }
  /** Targets that are due or were missed, by `<farm>/<deadline>`. */
  | { readonly kind: 'announced'; readonly targets: ReadonlyMap<SubjectKey, TargetState> };

/**
 * A day's data as known on it, and as known on the last earlier day with a figure (null if both are the same). A
 * difference between the two is a change of basis.
 */
export type DayObserved = {
  readonly asKnown: Observation;
  readonly asKnownBefore: Observation | null;
};
