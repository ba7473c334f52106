import { InputError } from '../../errors.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import type { Interval } from '../shares/interval.ts';
import { type Provenance, provenanceOf } from '../shares/provenance.ts';
import { type ShareTable, TOP_NS, tableOf } from '../shares/share-table.ts';
import { closedDaysOf, WEEK } from '../shares/window.ts';
import { type ModelledLens, WEEK_ONLY } from './modelled-lens.ts';
import { createNowcaster } from './nowcast.ts';
import { isHidden, isRest } from './place-figure.ts';
import { type AnchorNote, dayPlaces, type PlaceRow } from './place-report.ts';

/** One place's share of the world's hash rate, a fraction 0-1 with its 95% interval; blocks show no location. */
type PlaceShare = Pick<PlaceRow, 'key' | 'name' | 'status' | 'reason'> &
  Interval & { readonly blocks: null; readonly share: number };

/** Shares through a modelled lens, in the form of counted ones; fields that need a count or the full split are null. */
export type PlaceShares = Provenance &
  Pick<ShareTable, 'day' | 'from' | 'window' | 'blocks' | 'missingDays' | 'hashRate'> & {
    readonly lens: ModelledLens;
    readonly knowledge: Knowledge;
    readonly measures: 'machines, modelled';
    readonly unknown: null;
    /** Null if no figure can be given; `reason` says why. */
    readonly anchor: AnchorNote | null;
    readonly reason: string | null;
    /** Number of places omitted: regions whose table is stale, unless requested. */
    readonly hidden: number;
    /** Places by share, largest first, then by key. */
    readonly shares: readonly PlaceShare[];
    /** What sources omit: `other` of the world, or `elsewhere` of each split country. */
    readonly rest: readonly PlaceShare[];
    readonly top: readonly { readonly n: number; readonly share: number }[];
    readonly nakamoto: null;
    readonly hhi: null;
    readonly gini: null;
    readonly entropy: null;
  };

/**
 * Machine shares of the week ending on a closed day. Countries and `rest` sum to 1, the regions of a country and its
 * `elsewhere` to that country's share.
 *
 * @throws InputError if the window is not the model's.
 */
export function placeShares(
  { ledger }: LedgerView,
  { day, window }: { readonly day: UtcDay; readonly window: number },
  lens: ModelledLens,
  knowledge: Knowledge,
  withStale: boolean,
): PlaceShares {
  if (window !== WEEK) throw new InputError([{ where: '--window', what: WEEK_ONLY }], { usage: true });
  const table = tableOf(ledger, day, window, 'pool', knowledge);
  const { anchor, reason, places } = dayPlaces(createNowcaster(ledger, knowledge).on(day));
  const all = places.filter(({ level }) => level === lens);
  const shown = withStale ? all : all.filter((place) => !isHidden(place));
  const rows = shown.flatMap(placeShare);
  const shares = rows
    .filter(({ key }) => !isRest(key))
    .sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1));
  return {
    day,
    from: table.from,
    window,
    lens,
    knowledge,
    measures: 'machines, modelled',
    anchor,
    reason,
    hidden: all.length - shown.length,
    blocks: table.blocks,
    unknown: null,
    missingDays: table.missingDays,
    shares,
    rest: rows.filter(({ key }) => isRest(key)),
    top: TOP_NS.filter((n) => n <= shares.length).map((n) => ({
      n,
      share: shares.slice(0, n).reduce((sum, { share }) => sum + share, 0),
    })),
    ...{ nakamoto: null, hhi: null, gini: null, entropy: null },
    hashRate: table.hashRate,
    ...provenanceOf(closedDaysOf(ledger, day, window)),
  };
}

function placeShare({ key, name, status, reason, share, low, high }: PlaceRow): readonly PlaceShare[] {
  if (share === null || low === null || high === null) return [];
  return [{ key, name, status, reason, blocks: null, share, low, high }];
}
