import type { Nowcast } from '../geography/nowcast.ts';
import type { PlaceKey } from '../geography/place-figure.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import type { WindowCount } from '../shares/window.ts';

/** How a farm's target stands, as far as a rule looks at it. */
export type TargetState = 'due' | 'missed';

/** What a rule looks at on a day. */
export type Observation =
  /** The window that ends on the day, and the one of the same length before it. */
  | { readonly kind: 'counted'; readonly now: WindowCount; readonly before: WindowCount }
  | {
      readonly kind: 'modelled';
      readonly nowcast: Nowcast;
      /** What the figure of a place rested on the day before; null where there was none. */
      readonly basisBefore: (key: PlaceKey) => string | null;
    }
  /** Targets that are due or were missed, by `<farm>/<deadline>`. */
  | { readonly kind: 'announced'; readonly targets: ReadonlyMap<SubjectKey, TargetState> };
