import { FRESH_DAYS } from '../geography/anchor.ts';
import { type PlaceCode, placeName } from '../geography/place.ts';
import { type LedgerView, requireClosed } from '../ledger/ledger-view.ts';
import { daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import type { HashRate } from '../shares/hash-rate.ts';
import { type Provenance, provenanceOf } from '../shares/provenance.ts';
import { type ShareRow, type ShareTable, tableOf } from '../shares/share-table.ts';
import { closedDaysOf, WEEK } from '../shares/window.ts';
import { partOfOldTotal } from './entrant.ts';
import type { Farm, Size, Target } from './farm-table.ts';
import { type Standing, standingsOn, type TargetStanding } from './farm-target.ts';
import { farms as shippedFarms } from './farms.ts';
import { poolCounter } from './pool-counter.ts';
import { CONTAINER_MEGAWATTS, containersOf, type Efficiency, efficiencyOn } from './power.ts';
import { type SizeAssumptions, type Span, type Worth, worthOf } from './worth.ts';

const LARGEST = 5;

/** Rank of a size among holders of shares, 1 being the largest: for its high end and its low end. */
type Rank = { readonly best: number; readonly worst: number };

export type ComparedSize = {
  readonly worth: Worth;
  /** Containers of 2.5 MW that the power fills; null if the power is unknown. */
  readonly containers: Span | null;
  readonly among: { readonly pools: Rank; readonly owners: Rank } | null;
};

/** What it takes to reach a share of the total from nothing: others stay, so the total grows with the farm. */
type FromNothing = {
  readonly ofOldTotal: number;
  readonly ehs: number | null;
  readonly megawatts: Span | null;
};

/** A target with its standing; of its evidence only the deciding piece, since the rest may be from a later day. */
export type ComparedTarget = Omit<Target, 'evidence'> &
  Standing &
  ComparedSize & {
    readonly daysLeft: number;
    /** Null unless the target is a share. */
    readonly fromNothing: FromNothing | null;
  };

export type ComparedFarm = Pick<Farm, 'id' | 'name' | 'operator' | 'caveats'> & {
  readonly places: readonly { readonly key: PlaceCode; readonly name: string }[];
  readonly announced: Farm['announced'] & ComparedSize & { readonly ageDays: number };
  readonly targets: readonly ComparedTarget[];
};

export type FarmsDocument = Provenance &
  Pick<ShareTable, 'day' | 'from' | 'window' | 'blocks' | 'unknown' | 'missingDays'> & {
    /** The largest of the window, largest first. */
    readonly largest: { readonly pools: readonly ShareRow[]; readonly owners: readonly ShareRow[] };
    /** Farms announced by the day, in table order. */
    readonly farms: readonly ComparedFarm[];
    readonly announcedLater: number;
    readonly assumptions: {
      /** Null if a day of the window is missing. */
      readonly network: HashRate | null;
      readonly efficiency: Efficiency;
      readonly containerMegawatts: number;
    };
  };

/** Reference values for converting and comparing sizes. */
type Context = SizeAssumptions & { readonly pools: ShareTable; readonly owners: ShareTable };

/**
 * Compares the farms announced by a day (null: the newest) with the largest of its week. @throws InputError if open.
 */
export function compareFarms(
  view: LedgerView,
  asked: UtcDay | null,
  farms: readonly Farm[] = shippedFarms,
): FarmsDocument {
  const day = requireClosed(view, asked ?? undefined);
  const pools = tableOf(view.ledger, day, WEEK, 'pool', 'then');
  const owners = tableOf(view.ledger, day, WEEK, 'owner', 'then');
  const efficiency = efficiencyOn(day);
  const context: Context = {
    pools,
    owners,
    networkEhs: pools.hashRate?.ehs ?? null,
    joulesPerTerahash: { low: efficiency.low, high: efficiency.high },
  };
  const announced = farms.filter(({ announced: { on } }) => on <= day);
  const countPool = poolCounter(view.ledger)(day);
  return {
    day,
    from: pools.from,
    window: WEEK,
    blocks: pools.blocks,
    unknown: pools.unknown,
    missingDays: pools.missingDays,
    largest: { pools: pools.shares.slice(0, LARGEST), owners: owners.shares.slice(0, LARGEST) },
    farms: announced.map((farm) => ({
      id: farm.id,
      name: farm.name,
      operator: farm.operator,
      places: farm.places.map((key) => ({ key, name: placeName(key) })),
      announced: compareAnnounced(farm.announced, day, context),
      targets: standingsOn(farm, day, countPool).map((standing) => compareTarget(standing, day, context)),
      caveats: farm.caveats.filter(({ publishedOn }) => publishedOn <= day),
    })),
    announcedLater: farms.length - announced.length,
    assumptions: { network: pools.hashRate, efficiency, containerMegawatts: CONTAINER_MEGAWATTS },
    ...provenanceOf(closedDaysOf(view.ledger, day, WEEK)),
  };
}

function compareTarget({ target, standing }: TargetStanding, day: UtcDay, context: Context): ComparedTarget {
  const { evidence: _, ...announced } = target;
  const { size, by } = target;
  return {
    ...announced,
    ...standing,
    ...compareSize(size, context),
    daysLeft: Math.max(0, daysBetween(day, by)),
    fromNothing: size.unit === 'share' ? fromNothing(size.amount, context) : null,
  };
}

function compareAnnounced(announced: Farm['announced'], day: UtcDay, context: Context) {
  const ageDays = daysBetween(announced.on, day);
  // A planned number of machines can be compared on any day; a share that was held is only true for its own
  // time.
  const isOutdated = announced.size.unit === 'most-of-share' && ageDays > FRESH_DAYS;
  const compared = isOutdated
    ? { ...compareSize(announced.size, { ...context, networkEhs: null }), among: null }
    : compareSize(announced.size, context);
  return { ...announced, ...compared, ageDays };
}

function compareSize(size: Size, context: Context): ComparedSize {
  const worth = worthOf(size, context);
  const { share, megawatts } = worth;
  return {
    worth,
    containers: megawatts && { low: containersOf(megawatts.low), high: containersOf(megawatts.high) },
    among: share && { pools: rankOf(share, context.pools), owners: rankOf(share, context.owners) },
  };
}

function rankOf({ low, high }: Span, { shares }: ShareTable): Rank {
  const rank = (own: number) => 1 + shares.filter(({ share }) => share > own).length;
  return { best: rank(high), worst: rank(low) };
}

function fromNothing(share: number, context: Context): FromNothing | null {
  // At a share of 1 there is nobody else and no total to grow from.
  if (share === 1) return null;
  const ofOldTotal = partOfOldTotal(share, share);
  if (context.networkEhs === null) return { ofOldTotal, ehs: null, megawatts: null };
  const ehs = ofOldTotal * context.networkEhs;
  return { ofOldTotal, ehs, megawatts: worthOf({ unit: 'ehs', amount: ehs }, context).megawatts };
}
