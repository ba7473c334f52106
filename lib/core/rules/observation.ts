import type { Nowcast } from '../geography/nowcast.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import type { WindowCount } from '../shares/window.ts';

/** How a farm's target stands, as far as a rule looks at it. */
export type TargetState = 'due' | 'missed';

/** What a rule looks at on a day. */
export type Observation =
  /** The window that ends on the day; and the one of the same length before it, for measure `change`. */
  | { readonly kind: 'counted'; readonly now: WindowCount; readonly before: WindowCount | null }
  | { readonly kind: 'modelled'; readonly nowcast: Nowcast }
  /** Targets that are due or were missed, by `<farm>/<deadline>`. */
  | { readonly kind: 'announced'; readonly targets: ReadonlyMap<SubjectKey, TargetState> };

/**
 * A day as a rule looks at it: by what is known on it, and by what was known on the last day before it that gave a
 * figure (null where both are the same). What differs between the two is a change of basis.
 */
export type DayObserved = {
  readonly asKnown: Observation;
  readonly asKnownBefore: Observation | null;
};
