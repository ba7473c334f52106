import type { Ledger } from '../../core/ledger/ledger.ts';
import { addDays, daysFrom } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import { isCounted } from '../../core/rules/rule-lens.ts';
import { keptThroughLens, type WindowCount } from '../../core/shares/window.ts';
import type { Transition, TransitionKind } from '../../core/warnings/episode.ts';
import { capitalised, days, dayText, percent, percentRange } from '../format.ts';
import { headline, subjectText } from '../headline.ts';
import { upToText } from '../seats.ts';
import type { Episode, Tone, Trend } from './chart.ts';
import { countedBasis, groupedOn, hindsightNote, sharesBy, trendPoints, upTo } from './counted-charts.ts';

const TONES: Readonly<Record<TransitionKind, Tone>> = {
  fired: 'raised',
  escalated: 'raised',
  reminded: 'raised',
  eased: 'cleared',
  resolved: 'cleared',
  retracted: 'cleared',
  'basis-changed': 'neutral',
};

/** Days before a transition that its picture shows. */
const BEFORE = 56;

/**
 * The picture of a warning: how the share came to where the transition found it. Null for a transition that
 * is not about a counted share, such as one of the concentration index or of machine countries.
 */
export function episodeChart(ledger: Ledger, transition: Transition, knowledge: Knowledge): Episode | null {
  const { lens, window, bound, day, since, kind } = transition;
  const partOf = partIn(transition, knowledge);
  if (partOf === null || !isCounted(lens)) return null;
  const earliest = ledger[0]!.day;
  const wanted = addDays(day, -BEFORE);
  const from = wanted < earliest ? earliest : wanted;
  const near = upTo(ledger, addDays(from, 1 - window), day);
  const trend: Trend = {
    key: transition.subject,
    name: capitalised(subjectText(transition)),
    points: trendPoints(keptThroughLens(ledger, lens, knowledge), window, daysFrom(from, day), partOf),
  };
  const { share, low, high } = transition;
  const figure =
    share === null || low === null || high === null
      ? ''
      : `${percent(share)} (${percentRange({ low, high })}).`;
  return {
    kind: 'episode',
    headline: headline(kind, transition),
    measure: [
      figure,
      upToText(transition),
      `${sharesBy(lens)}, over ${days(window)} each, with 95% intervals${hindsightNote(knowledge)}`,
    ]
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
    basis: countedBasis(near, day, window),
    day,
  };
}

/** Which blocks of a window a transition's share is made of; null where it speaks of no share. */
function partIn(
  { lens, measure, subject }: Transition,
  knowledge: Knowledge,
): ((count: WindowCount) => number | null) | null {
  const isGrouped = isCounted(lens) ? groupedOn(lens, subject, knowledge) : () => true;
  switch (measure) {
    case 'share':
      return (count) => (isGrouped(count) ? (count.counts.get(subject) ?? 0) : null);
    case 'unknown':
      return ({ unknown }) => unknown;
    case 'top-2':
      return ({ counts }) => {
        const [first = 0, second = 0] = [...counts.values()].sort((a, b) => b - a);
        return first + second;
      };
    default:
      return null;
  }
}
