import { type LedgerView, requireClosed } from '../../core/ledger/ledger-view.ts';
import { addDays, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import { isKnownSubject, subjectName } from '../../core/lenses/subjects.ts';
import { type Bound, type Rule, rankOf } from '../../core/rules/rule.ts';
import { isCounted } from '../../core/rules/rule-lens.ts';
import { cachedThroughLens, countWindow } from '../../core/shares/window.ts';
import { replayRules } from '../../core/warnings/history.ts';
import { isWarning } from '../../core/warnings/is-warning.ts';
import { assertNever, type Fault, faultsAmong, InputError } from '../../errors.ts';
import type { Chart } from './chart.ts';
import type { ChartRequest } from './chart-request.ts';
import { type LensWindow, ledgerWithin, rankingChart, shareOverTimeChart } from './counted-charts.ts';
import { episodeChart } from './episode-chart.ts';
import { machineMap, operatorsAndMachines } from './place-charts.ts';

/** Default span of a chart over time, in days. */
export const A_YEAR = 365;

export type ChartSource = {
  readonly view: LedgerView;
  /** Provide the bounds drawn into charts over time, and the warnings. */
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
};

/** Composes a chart. @throws InputError if the subject is unknown or has no data, or if the last day is not closed. */
export function composeChart(request: ChartRequest, source: ChartSource): Chart {
  const { view, knowledge } = source;
  requireClosed(view, request.kind === 'share-over-time' ? request.to : request.day);
  switch (request.kind) {
    case 'ranking':
      return rankingChart(view.ledger, { ...request, knowledge }, request.day);
    case 'share-over-time':
      return trendChart(request, source);
    case 'operators-and-machines':
      return operatorsAndMachines(view.ledger, request, knowledge);
    case 'world':
      return machineMap(view.ledger, request.day, knowledge);
    case 'warning':
      return warningChart(request, source);
    default:
      return assertNever(request);
  }
}

type TrendRequest = Extract<ChartRequest, { kind: 'share-over-time' }>;

function trendChart(request: TrendRequest, { view: { ledger }, rules, knowledge }: ChartSource): Chart {
  const { lens, subject, beside, window } = request;
  if (subject !== null && !isKnownSubject(lens, subject))
    throw refusal([
      { where: 'subject', what: `expected a key that the lens ${lens} knows, not "${subject}"` },
    ]);
  const through = { lens, window, knowledge };
  const span = spanOf(request, addDays(ledger[0]!.day, window - 1));
  if (subject === null) return shareOverTimeChart(ledger, through, span, [], []);
  const lensLedger = cachedThroughLens(ledger, lens, knowledge);
  const isSeenOn = (day: UtcDay) => countWindow(lensLedger, day, window).counts.has(subject);
  if (!daysFrom(span.from, span.day).some(isSeenOn)) {
    const what = `${subjectName(lens, subject)} has no block from ${span.from} to ${span.day} through the lens ${lens}`;
    throw new InputError([{ where: 'subject', what }]);
  }
  const subjects = beside === undefined ? [subject] : [subject, beside];
  return shareOverTimeChart(ledger, through, span, subjects, boundsOf(rules, through));
}

/** The days of a chart over time. @param earliest the first day with a full window. */
function spanOf({ from: asked, to, window }: TrendRequest, earliest: UtcDay) {
  const yearBefore = addDays(to, -A_YEAR);
  const from = asked ?? (yearBefore < earliest ? earliest : yearBefore);
  const faults = faultsAmong([
    [from >= earliest, 'from', `expected ${earliest} or later: windows of ${window} days begin there`],
    [from < to, 'from', `expected a day before ${to}`],
  ]);
  if (faults.length > 0) throw refusal(faults);
  return { from, day: to };
}

/** The distinct bounds of rules on shares of this lens and window. */
function boundsOf(rules: readonly Rule[], { lens, window }: LensWindow): readonly Bound[] {
  const watching = rules.filter(
    (rule) => rule.measure === 'share' && rule.lens === lens && rule.window === window,
  );
  return [...new Map(watching.map(({ bound }) => [bound.value, bound])).values()];
}

/** The newest warning up to the day, the most severe first, optionally of one subject. */
function warningChart(
  { day, subject }: Extract<ChartRequest, { kind: 'warning' }>,
  { view: { ledger }, rules, knowledge }: ChartSource,
): Chart {
  // Modelling every day would take long.
  const counted = rules.filter((rule) => isCounted(rule.lens));
  const { transitions } = replayRules(ledgerWithin(ledger, ledger[0]!.day, day), counted, knowledge);
  const warnings = transitions
    .filter((transition) => isWarning(transition) && (subject === null || transition.subject === subject))
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : rankOf(b) - rankOf(a)));
  for (const transition of warnings) {
    const chart = episodeChart(ledger, transition, knowledge);
    if (chart !== null) return chart;
  }
  const about = subject === null ? '' : ` about ${subject}`;
  throw new InputError([{ where: 'warning', what: `no warning${about} up to ${day} that can be drawn` }]);
}

function refusal(faults: readonly Fault[]): InputError {
  return new InputError(faults, { usage: true });
}
