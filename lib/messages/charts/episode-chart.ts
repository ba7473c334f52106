import type { PlaceCode } from '../../core/geography/place.ts';
import type { Ledger } from '../../core/ledger/ledger.ts';
import { addDays, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import { blocksBehind } from '../../core/rules/measure.ts';
import { isCounted, isModelled } from '../../core/rules/rule-lens.ts';
import { cachedThroughLens, countWindow, type WindowCount } from '../../core/shares/window.ts';
import type { Transition, TransitionKind } from '../../core/warnings/episode.ts';
import { capitalised, days, dayText } from '../format.ts';
import { headline, subjectText } from '../headline.ts';
import { upToText } from '../seats.ts';
import type { Basis, Episode, Tone, Trend } from './chart.ts';
import {
  countedBasis,
  groupedOn,
  hindsightNote,
  ledgerWithin,
  SHARES_BY,
  trendPoints,
} from './counted-charts.ts';
import { placeTrend } from './place-charts.ts';
import { shareText } from './ranking.ts';

const TONES: Readonly<Record<TransitionKind, Tone>> = {
  fired: 'raised',
  escalated: 'raised',
  reminded: 'raised',
  eased: 'cleared',
  resolved: 'cleared',
  retracted: 'cleared',
  'basis-changed': 'neutral',
};

/** Days shown before a transition. */
const BEFORE = 56;

/** Whether a transition can be drawn, because it is about a share. */
export function hasEpisodeChart(transition: Transition): boolean {
  const { lens } = transition;
  return isModelled(lens) || (isCounted(lens) && partIn(transition, 'then') !== null);
}

/** The chart of a transition: its share over the weeks before; null if the transition is not about a share. */
export function episodeChart(ledger: Ledger, transition: Transition, knowledge: Knowledge): Episode | null {
  const { lens, bound, day, since, kind } = transition;
  const earliest = ledger[0]!.day;
  const wanted = addDays(day, -BEFORE);
  const from = wanted < earliest ? earliest : wanted;
  const series = seriesOf(ledger, transition, from, knowledge);
  if (series === null) return null;
  const trend: Trend = {
    key: transition.subject,
    name: capitalised(subjectText(transition)),
    points: series.points,
  };
  const { share, low, high } = transition;
  const figure =
    share === null || low === null || high === null
      ? ''
      : `${capitalised(shareText({ share, interval: { low, high }, ...(isModelled(lens) && { isModelled: true }) }))}.`;
  return {
    kind: 'episode',
    headline: headline(kind, transition),
    measure: [figure, upToText(transition), series.measure + hindsightNote(knowledge)]
      .filter((part) => part !== '')
      .join(' '),
    trend,
    bound,
    events: [
      ...(from <= since && since < day
        ? [{ day: since, what: `began ${dayText(since)}`, tone: 'neutral' as const }]
        : []),
      { day, what: `${kind} ${dayText(day)}`, tone: TONES[kind] },
    ],
    basis: series.basis,
    day,
  };
}

/** The share over time, counted or modelled, and its origin; null if the transition is not about a share. */
function seriesOf(
  ledger: Ledger,
  transition: Transition,
  from: UtcDay,
  knowledge: Knowledge,
): { readonly points: Trend['points']; readonly measure: string; readonly basis: Basis } | null {
  const { lens, subject, window, day } = transition;
  const on = daysFrom(from, day);
  if (isModelled(lens))
    return {
      ...placeTrend(ledger, subject as PlaceCode, on, knowledge),
      measure: 'Share of machines, modelled, with 95% intervals',
    };
  const partOf = partIn(transition, knowledge);
  if (partOf === null || !isCounted(lens)) return null;
  const through = cachedThroughLens(ledger, lens, knowledge);
  return {
    points: trendPoints(
      on.map((one) => countWindow(through, one, window)),
      partOf,
    ),
    measure: `${SHARES_BY[lens]}, over ${days(window)} each, with 95% intervals`,
    basis: countedBasis(ledgerWithin(ledger, addDays(from, 1 - window), day), day, window),
  };
}

/** Counts the blocks that make up a transition's share of a window; null if it is not about a share. */
function partIn(
  transition: Transition,
  knowledge: Knowledge,
): ((count: WindowCount) => number | null) | null {
  const { lens, measure, subject } = transition;
  if (measure !== 'share' && measure !== 'unknown' && measure !== 'top-2') return null;
  const isGrouped = measure === 'share' && isCounted(lens) ? groupedOn(lens, subject, knowledge) : () => true;
  return (count) => (isGrouped(count) ? blocksBehind(transition, subject, count) : null);
}
