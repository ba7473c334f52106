import type { Ledger } from '../../core/ledger/ledger.ts';
import { SHIPPED_LABELLED_BY } from '../../core/ledger/shipped-label.ts';
import { addDays, daysBetween, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from '../../core/lenses/lens.ts';
import { ownerOf } from '../../core/lenses/owners.ts';
import { subjectName } from '../../core/lenses/subjects.ts';
import { templateGroupName, templateGroupSince } from '../../core/lenses/templates.ts';
import type { PoolId } from '../../core/pools/pool-id.ts';
import { isKnownPool } from '../../core/pools/registry.ts';
import type { Bound } from '../../core/rules/rule.ts';
import { approximateInterval } from '../../core/shares/interval.ts';
import { type ShareRow, shareRows, tableOf } from '../../core/shares/share-table.ts';
import {
  cachedThroughLens,
  closedDaysOf,
  countWindow,
  evidenceOf,
  type WindowCount,
} from '../../core/shares/window.ts';
import { capitalised, counted, days, dayText, percent, whole } from '../format.ts';
import { holderText } from '../headline.ts';
import { basisText } from '../provenance.ts';
import { shareUpTo, type Whole } from '../seats.ts';
import type { Basis, Estimate, Holding, Ranking, ShareOverTime, Trend } from './chart.ts';

/** Holdings of a ranking with their own bar. */
const RANKED = 8;

/** Lines in one chart that can still be told apart. */
const LINES = 4;

const HOLDERS: Readonly<Record<Lens, string>> = {
  pool: 'pools',
  owner: 'owners',
  template: 'template groups',
  'operator-country': 'countries',
};

/** How a counted chart groups blocks; `window` in days. */
export type LensWindow = { readonly lens: Lens; readonly window: number; readonly knowledge: Knowledge };

/** Explains the pale part of a bar. */
export const PALE_NOTE = 'pale: if every unknown owner were based there';

/** The maximum of a share by seat; empty for other lenses, or if no owner's seat is unknown. */
export function maximumOf(lens: Lens, row: Pick<ShareRow, 'blocks'>, of: Whole): Pick<Estimate, 'upTo'> {
  return lens === 'operator-country' && of.unknown > 0 ? { upTo: shareUpTo(row, of) } : {};
}

/** Ranks the holders of a lens in the window ending on a closed day. */
export function rankingChart(ledger: Ledger, { lens, window, knowledge }: LensWindow, day: UtcDay): Ranking {
  const near = ledgerWithin(ledger, addDays(day, 1 - window), day);
  const { blocks, unknown, missingDays, shares, nakamoto } = tableOf(near, day, window, lens, knowledge);
  const [first, ...others] = shares
    .slice(0, RANKED)
    .map((row) => ({ ...toHolding(lens, row), ...maximumOf(lens, row, { unknown, blocks }) }));
  if (first === undefined) throw new TypeError(`no named miner in the window to ${day}`);
  const rest = shares.slice(RANKED);
  return {
    kind: 'ranking',
    measure: `${SHARES_BY[lens]}, ${days(window)} to ${dayText(day)}: ${whole(blocks)} blocks, 95% intervals${lens === 'operator-country' && unknown > 0 ? `; ${PALE_NOTE}` : ''}${missingNote(missingDays)}${hindsightNote(knowledge)}`,
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

/** The shares of some subjects over time; of the largest on the last day if none is given. */
export function shareOverTimeChart(
  ledger: Ledger,
  through: LensWindow,
  span: { readonly from: UtcDay; readonly day: UtcDay },
  subjects: readonly SubjectKey[],
  bounds: readonly Bound[],
): ShareOverTime {
  const { lens, window, knowledge } = through;
  const lensLedger = cachedThroughLens(ledger, lens, knowledge);
  const last = countWindow(lensLedger, span.day, window);
  const largest = shareRows(last).slice(0, LINES);
  const keys = subjects.length === 0 ? largest.map(({ key }) => key) : subjects;
  const counts = daysFrom(span.from, span.day).map((day) => countWindow(lensLedger, day, window));
  const nameOf = (key: SubjectKey) =>
    subjects.length === 1 && lens === 'operator-country' ? holderText(lens, key) : labelOf(lens, key);
  const [first, ...others] = keys.map((key) => trendOf(counts, key, through, nameOf(key)));
  if (first === undefined) throw new TypeError(`no named miner in the window to ${span.day}`);
  const ofWhom = subjects.length === 0 ? `The ${LINES} largest on ${dayText(span.day)}: s` : 'S';
  const { upTo: most }: Pick<Estimate, 'upTo'> =
    subjects.length === 1 ? maximumOf(lens, { blocks: last.counts.get(subjects[0]!) ?? 0 }, last) : {};
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

/** A subject's share of each window. */
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
 * Returns whether a subject exists in a window; otherwise it has no share, not even 0. A template group exists, under
 * `then`, in every window that ends once it was observed, and under `now`, in windows that start after it began. A pool
 * exists as an owner while no other owner has it.
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
 * The share in each window of the blocks that `partOf` counts; null if a day of the window is missing or `partOf`
 * returns null.
 */
export function trendPoints(
  counts: readonly WindowCount[],
  partOf: (count: WindowCount) => number | null,
): Trend['points'] {
  return counts.map((count) => {
    const { day, blocks, missingDays } = count;
    const part = missingDays > 0 || blocks === 0 ? null : partOf(count);
    if (part === null) return { day, estimate: null };
    return { day, estimate: { share: part / blocks, interval: approximateInterval(part, blocks) } };
  });
}

/** The origin of counted figures, for below a picture. */
export function countedBasis(ledger: Ledger, day: UtcDay, window: number): Basis {
  const evidence = evidenceOf(closedDaysOf(ledger, day, window));
  return { kind: 'counted', what: basisText({ evidence, labelledBy: SHIPPED_LABELLED_BY }) };
}

/** Names the shares of each lens, at the start of a sentence. */
export const SHARES_BY: Readonly<Record<Lens, string>> = {
  pool: 'Share of blocks by pool',
  owner: 'Share of blocks by pool owner',
  template: 'Share of blocks by block template',
  'operator-country': "Share of blocks by country of the pool's owner",
};

/** The ledger's days from `from` to `day`: grouping days that a chart does not need would take most of the time. */
export function ledgerWithin(ledger: Ledger, from: UtcDay, day: UtcDay): Ledger {
  return ledger.filter((entry) => from <= entry.day && entry.day <= day);
}

function toHolding(lens: Lens, { key, share, low, high }: ShareRow): Holding {
  return { key, name: labelOf(lens, key), share, interval: { low, high } };
}

/** A subject's name as a label. Pool names keep their own spelling. */
function labelOf(lens: Lens, key: SubjectKey): string {
  const name = subjectName(lens, key);
  return lens === 'template' && templateGroupName(key) !== undefined ? capitalised(name) : name;
}

/** Marks charts that use links not known on their day. */
export function hindsightNote(knowledge: Knowledge): string {
  return knowledge === 'then' ? '' : '; in hindsight, with the links known today';
}

function missingNote(missingDays: number): string {
  return missingDays === 0 ? '' : `; ${days(missingDays)} not counted`;
}
