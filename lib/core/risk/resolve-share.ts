import { assertNever, type Fault, faultsAmong, InputError } from '../../errors.ts';
import { anchorSources, newestPerSource } from '../geography/anchors.ts';
import { type ModelledLens, WEEK_ONLY } from '../geography/modelled-lens.ts';
import { createNowcaster } from '../geography/nowcast.ts';
import { isCountry, type PlaceCode, placeName } from '../geography/place.ts';
import { type AnchorNote, anchorNote, placeRow } from '../geography/place-report.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from '../lenses/lens.ts';
import { isKnownSubject, subjectName } from '../lenses/subjects.ts';
import type { Interval } from '../shares/interval.ts';
import { type ShareTable, tableOf } from '../shares/share-table.ts';
import { WEEK } from '../shares/window.ts';

/** The window of `window` days ending on a closed day. */
export type AtWindow = { readonly day: UtcDay; readonly window: number };

/** A share stated by the user; an optional window provides the network's hash rate and the pools. */
type Given = { readonly kind: 'given'; readonly share: number; readonly at: AtWindow | null };

type Counted = {
  readonly kind: 'counted';
  readonly lens: Lens;
  readonly subject: SubjectKey;
  readonly knowledge: Knowledge;
  readonly at: AtWindow;
};

/** A share of machines: as modelled, or the newest figure published by a source. */
type Placed = {
  readonly kind: 'placed';
  readonly place: PlaceCode;
  readonly knowledge: Knowledge;
  /** A source of published figures; null for the model. */
  readonly source: string | null;
  readonly at: AtWindow;
};

/** The share that an entrant would offset. */
export type ShareQuery = Given | Counted | Placed;

/** The figure behind a share of machines. */
type Figure =
  | {
      readonly kind: 'modelled';
      readonly knowledge: Knowledge;
      readonly status: 'ok' | 'stale';
      readonly reason: string | null;
      readonly anchor: AnchorNote;
      readonly ratio: AnchorNote | null;
    }
  | ({
      readonly kind: 'published';
      readonly knowledge: Knowledge;
      readonly measures: string;
      /** The figure does not show what it should measure; the caveats say why. */
      readonly doubted: boolean;
      readonly caveats: readonly string[];
      readonly address: string;
    } & AnchorNote);

/** A share before an entrant, and how it is known. */
export type ResolvedShare = {
  /** Null if the share was given. */
  readonly subject: {
    readonly lens: Lens | ModelledLens;
    readonly key: SubjectKey;
    readonly name: string;
  } | null;
  readonly before: number;
  /** 95%; null if the share was given or published, since published figures have none. */
  readonly beforeInterval: Interval | null;
  readonly at: Pick<ShareTable, 'day' | 'from' | 'window' | 'blocks' | 'unknown' | 'missingDays'> | null;
  /** Null if the share was given or counted. */
  readonly figure: Figure | null;
};

/** The faults of a query that do not depend on the ledger. */
export function shareQueryFaults(asked: ShareQuery): readonly Fault[] {
  switch (asked.kind) {
    case 'given':
      return faultsAmong([
        [0 <= asked.share && asked.share <= 1, 'share', 'expected a fraction from 0 to 1'],
      ]);
    case 'counted': {
      const { lens, subject } = asked;
      return faultsAmong([
        [isKnownSubject(lens, subject), 'subject', `expected a key that the lens ${lens} knows`],
      ]);
    }
    case 'placed': {
      const { source, at } = asked;
      const sources = `expected one of ${anchorSources.join(', ')}, not "${source}"`;
      return faultsAmong([
        [source !== null || at.window === WEEK, 'window', WEEK_ONLY],
        [source === null || anchorSources.includes(source), 'source', sources],
      ]);
    }
    default:
      return assertNever(asked);
  }
}

/** Resolves a query into a share. @param pools of the window, if any. @throws InputError if there is no such share. */
export function resolveShare(asked: ShareQuery, view: LedgerView, pools: ShareTable | null): ResolvedShare {
  switch (asked.kind) {
    case 'given': {
      const at = pools === null ? null : windowOf(pools);
      return { subject: null, before: asked.share, beforeInterval: null, at, figure: null };
    }
    case 'counted':
      return countedShare(asked, view);
    case 'placed':
      return asked.source === null
        ? modelledShare(asked, view, pools)
        : publishedShare(asked, asked.source, pools);
    default:
      return assertNever(asked);
  }
}

function countedShare({ lens, subject, knowledge, at }: Counted, view: LedgerView): ResolvedShare {
  const table = tableOf(view.ledger, at.day, at.window, lens, knowledge);
  const row = table.shares.find(({ key }) => key === subject);
  const name = subjectName(lens, subject);
  if (row === undefined) {
    const what = `${name} has no block from ${table.from} to ${table.day} through the lens ${lens}: \`shares\` lists who has`;
    throw new InputError([{ where: 'subject', what }]);
  }
  const { share: before, low, high } = row;
  return {
    subject: { lens, key: subject, name },
    before,
    beforeInterval: { low, high },
    at: windowOf(table),
    figure: null,
  };
}

function modelledShare(
  { place, knowledge, at: { day } }: Placed,
  { ledger }: LedgerView,
  pools: ShareTable | null,
): ResolvedShare {
  const row = placeRow(createNowcaster(ledger, knowledge).on(day), place);
  const { share, low, high, anchor, ratio, status, reason } = row;
  if (share === null || low === null || high === null || anchor === null || status === 'no-data')
    throw new InputError([{ where: 'subject', what: `${row.name} has no figure on ${day}: ${reason}` }]);
  return {
    subject: subjectOf(place),
    before: share,
    beforeInterval: { low, high },
    at: pools && windowOf(pools),
    figure: { kind: 'modelled', knowledge, status, reason, anchor, ratio },
  };
}

function publishedShare(
  { place, knowledge, at: { day } }: Placed,
  source: string,
  pools: ShareTable | null,
): ResolvedShare {
  const seen = newestPerSource(place, { day, knowledge });
  const anchor = seen.find((one) => one.source.id === source);
  if (anchor === undefined) {
    const others = seen.map((one) => one.source.id);
    const by = knowledge === 'then' ? `by ${day}` : `for ${day} or earlier`;
    const what = `${source} had no figure for ${placeName(place)} ${by}; ${others.length === 0 ? 'no source had' : `these had: ${others.join(', ')}`}`;
    throw new InputError([{ where: 'source', what }]);
  }
  return {
    subject: subjectOf(place),
    before: anchor.shares.get(place)!,
    beforeInterval: null,
    at: pools && windowOf(pools),
    figure: {
      kind: 'published',
      knowledge,
      measures: anchor.source.measures,
      doubted: anchor.doubted.has(place),
      caveats: anchor.caveats,
      address: anchor.addresses[0]!,
      ...anchorNote(anchor, day),
    },
  };
}

function subjectOf(place: PlaceCode): ResolvedShare['subject'] {
  return { lens: isCountry(place) ? 'country' : 'region', key: place, name: placeName(place) };
}

function windowOf({ day, from, window, blocks, unknown, missingDays }: ShareTable): ResolvedShare['at'] {
  return { day, from, window, blocks, unknown, missingDays };
}
