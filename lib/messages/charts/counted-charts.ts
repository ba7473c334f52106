import type { Ledger } from '../../core/ledger/ledger.ts';
import { addDays, daysBetween, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from '../../core/lenses/lens.ts';
import { ownerOf } from '../../core/lenses/owners.ts';
import { subjectName } from '../../core/lenses/subjects.ts';
import { templateGroupName, templateGroupSince } from '../../core/lenses/templates.ts';
import type { PoolId } from '../../core/pools/pool-id.ts';
import { isKnownPool } from '../../core/pools/registry.ts';
import type { Bound } from '../../core/rules/rule.ts';
import { jeffreysInterval } from '../../core/shares/interval.ts';
import { type ShareRow, shareTable } from '../../core/shares/share-table.ts';
import { cachedThroughLens, countWindow, throughLens, type WindowCount } from '../../core/shares/window.ts';
import { capitalised, counted, days, dayText, percent, whole } from '../format.ts';
import { holderText } from '../headline.ts';
import { basisText, provenanceOf } from '../provenance.ts';
import { shareUpTo } from '../seats.ts';
import type { Basis, Estimate, Holding, Ranking, ShareOverTime, Trend } from './chart.ts';

/** Holdings of a ranking that get a bar of their own. */
const RANKED = 8;

/** Lines that can still be told apart. */
const LINES = 4;

const HOLDERS: Readonly<Record<Lens, string>> = {
  pool: 'pools',
  owner: 'owners',
  template: 'template groups',
  'operator-country': 'countries',
};

/** What a counted chart looks at: through which lens, over which window, known when. */
export type LensWindow = { readonly lens: Lens; readonly window: number; readonly knowledge: Knowledge };

/** What the pale part of a bar means. */
export const PALE = 'pale: if every unknown owner were based there';

/** What a share by seat could be; of any other share nothing, and where nobody is unknown. */
export function couldBe(
  lens: Lens,
  row: Pick<ShareRow, 'blocks'>,
  of: { readonly unknown: number; readonly blocks: number },
): Pick<Estimate, 'upTo'> {
  return lens === 'operator-country' && of.unknown > 0 ? { upTo: shareUpTo(row, of) } : {};
}

/** Ranks who mined the window that ends on a closed day. */
export function rankingChart(ledger: Ledger, { lens, window, knowledge }: LensWindow, day: UtcDay): Ranking {
  const near = upTo(ledger, addDays(day, 1 - window), day);
  const { blocks, unknown, missingDays, shares, nakamoto } = shareTable(
    near,
    countWindow(throughLens(near, lens, knowledge), day, window),
  );
  const [first, ...others] = shares
    .slice(0, RANKED)
    .map((row) => ({ ...toHolding(lens, row), ...couldBe(lens, row, { unknown, blocks }) }));
  if (first === undefined) throw new TypeError(`nobody is known by name in the window to ${day}`);
  const rest = shares.slice(RANKED);
  return {
    kind: 'ranking',
    measure: `${SHARES_BY[lens]}, ${days(window)} to ${dayText(day)}: ${whole(blocks)} blocks, 95% intervals${lens === 'operator-country' && unknown > 0 ? `; ${PALE}` : ''}${missingNote(missingDays)}${hindsightNote(knowledge)}`,
    holders: HOLDERS[lens],
    holdings: [first, ...others],
    majority: nakamoto.point,
    rest: [
      { name: counted(rest.length, 'other'), share: rest.reduce((sum, { share }) => sum + share, 0) },
      { name: 'Unknown', share: unknown / blocks },
    ].filter(({ share }) => share > 0),
    basis: countedBasis(near, day, window),
    day,
  };
}

/** The way of some subjects' shares; of the largest on the last day where none is named. */
export function shareOverTimeChart(
  ledger: Ledger,
  through: LensWindow,
  span: { readonly from: UtcDay; readonly day: UtcDay },
  subjects: readonly SubjectKey[],
  bounds: readonly Bound[],
): ShareOverTime {
  const { lens, window, knowledge } = through;
  const lensLedger = cachedThroughLens(ledger, lens, knowledge);
  const keys = subjects.length === 0 ? largest(countWindow(lensLedger, span.day, window)) : subjects;
  const counts = daysFrom(span.from, span.day).map((day) => countWindow(lensLedger, day, window));
  const nameOf = (key: SubjectKey) =>
    subjects.length === 1 && lens === 'operator-country' ? holderText(lens, key) : labelOf(lens, key);
  const [first, ...others] = keys.map((key) => trendOf(counts, key, through, nameOf(key)));
  if (first === undefined) throw new TypeError(`nobody is known by name in the window to ${span.day}`);
  const ofWhom = subjects.length === 0 ? `The ${LINES} largest on ${dayText(span.day)}: s` : 'S';
  const last = countWindow(lensLedger, span.day, window);
  const { upTo: most }: Pick<Estimate, 'upTo'> =
    subjects.length === 1 ? couldBe(lens, { blocks: last.counts.get(subjects[0]!) ?? 0 }, last) : {};
  const could =
    most === undefined ? '' : `; ${percent(most)} at the end if every unknown owner were based there`;
  return {
    kind: 'share-over-time',
    measure: `${ofWhom}${SHARES_BY[lens].slice(1)}, over ${days(window)} each, with 95% intervals${could}${hindsightNote(knowledge)}`,
    trends: [first, ...others],
    bounds,
    basis: countedBasis(ledger, span.day, daysBetween(span.from, span.day) + window),
    day: span.day,
  };
}

/** One subject's share of each of some windows. */
function trendOf(
  counts: readonly WindowCount[],
  key: SubjectKey,
  { lens, knowledge }: LensWindow,
  name: string,
): Trend {
  const isGrouped = groupedOn(lens, key, knowledge);
  const partOf = (count: WindowCount) => (isGrouped(count) ? (count.counts.get(key) ?? 0) : null);
  return { key, name, points: trendPoints(counts, partOf) };
}

/**
 * Whether a window can hold blocks of a subject. Before it is seen a template group has no share, not even 0: as
 * known then it groups the whole window from the day on which it is seen; with hindsight only windows that lie
 * wholly after its beginning are grouped. Nor has a pool a share as an owner while it belongs to another.
 */
export function groupedOn(
  lens: Lens,
  key: SubjectKey,
  knowledge: Knowledge,
): (count: WindowCount) => boolean {
  if (lens === 'owner' && isKnownPool(key))
    return ({ day }) => ownerOf(key as PoolId, day, { day, knowledge }) === key;
  const since = lens === 'template' ? templateGroupSince(key, knowledge) : undefined;
  return ({ from, day }) => since === undefined || (knowledge === 'now' ? from : day) >= since;
}

/**
 * The share of blocks that `partOf` picks out of each window; null where a day of the window is not counted, or
 * `partOf` says that there is no share.
 */
export function trendPoints(
  counts: readonly WindowCount[],
  partOf: (count: WindowCount) => number | null,
): Trend['points'] {
  return counts.map((count) => {
    const { day, blocks, missingDays } = count;
    const part = missingDays > 0 || blocks === 0 ? null : partOf(count);
    if (part === null) return { day, estimate: null };
    return { day, estimate: { share: part / blocks, interval: jeffreysInterval(part, blocks) } };
  });
}

/** Says in a picture's corner where counted figures come from. */
export function countedBasis(ledger: Ledger, day: UtcDay, window: number): Basis {
  return { kind: 'counted', what: basisText(provenanceOf({ ledger }, day, window)) };
}

/** What each lens shares out, at the start of a sentence. */
export const SHARES_BY: Readonly<Record<Lens, string>> = {
  pool: 'Share of blocks by pool',
  owner: 'Share of blocks by pool owner',
  template: 'Share of blocks by block template',
  'operator-country': "Share of blocks by country of the pool's owner",
};

/** The days that a chart looks at: grouping the others would take most of the time. */
export function upTo(ledger: Ledger, from: UtcDay, day: UtcDay): Ledger {
  return ledger.filter((entry) => from <= entry.day && entry.day <= day);
}

function largest({ counts }: WindowCount): readonly SubjectKey[] {
  return [...counts]
    .sort(([a, k], [b, l]) => l - k || (a < b ? -1 : 1))
    .slice(0, LINES)
    .map(([key]) => key);
}

function toHolding(lens: Lens, { key, share, low, high }: ShareRow): Holding {
  return { key, name: labelOf(lens, key), share, interval: { low, high } };
}

/** A subject's name where no sentence surrounds it. Pools keep theirs as they write it. */
function labelOf(lens: Lens, key: SubjectKey): string {
  const name = subjectName(lens, key);
  return lens === 'template' && templateGroupName(key) !== undefined ? capitalised(name) : name;
}

/** Marks what nobody could have drawn on the day itself. */
export function hindsightNote(knowledge: Knowledge): string {
  return knowledge === 'then' ? '' : '; in hindsight, with the links known today';
}

function missingNote(missingDays: number): string {
  return missingDays === 0 ? '' : `; ${days(missingDays)} not counted`;
}
