import { type LedgerView, requireClosed } from '../../core/ledger/ledger-view.ts';
import { addDays, daysFrom, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Knowledge } from '../../core/lenses/lens.ts';
import { isKnownSubject, subjectName } from '../../core/lenses/subjects.ts';
import { type Bound, type Rule, rankOf } from '../../core/rules/rule.ts';
import { isCounted } from '../../core/rules/rule-lens.ts';
import { cachedThroughLens, countWindow } from '../../core/shares/window.ts';
import { replayRules } from '../../core/warnings/history.ts';
import { isWarning } from '../../core/warnings/is-warning.ts';
import { assertNever, type Fault, InputError } from '../../errors.ts';
import type { Chart } from './chart.ts';
import type { ChartRequest } from './chart-request.ts';
import { type LensWindow, rankingChart, shareOverTimeChart, upTo } from './counted-charts.ts';
import { episodeChart } from './episode-chart.ts';
import { machineMap, operatorsAndMachines } from './place-charts.ts';

/** Days that a chart over time shows where nobody says from when. */
export const A_YEAR = 365;

/** What charts are composed from. */
export type ChartSource = {
  readonly view: LedgerView;
  /** Their bounds are drawn into a share over time, and they find warnings. */
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
};

/** Composes a chart. @throws InputError on an unknown subject, one with nothing to show, and days that are not closed. */
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

/** The days that a chart over time shows: each needs its whole window. @param earliest the first that has it. */
function spanOf({ from: asked, to, window }: TrendRequest, earliest: UtcDay) {
  const yearBefore = addDays(to, -A_YEAR);
  const from = asked ?? (yearBefore < earliest ? earliest : yearBefore);
  const faults: Fault[] = [];
  if (from < earliest)
    faults.push({
      where: 'from',
      what: `expected ${earliest} or later: windows of ${window} days begin there`,
    });
  if (from >= to) faults.push({ where: 'from', what: `expected a day before ${to}` });
  if (faults.length > 0) throw refusal(faults);
  return { from, day: to };
}

/** The bounds that rules watch on a share of this lens and window, each once. */
function boundsOf(rules: readonly Rule[], { lens, window }: LensWindow): readonly Bound[] {
  const watching = rules.filter(
    (rule) => rule.measure === 'share' && rule.lens === lens && rule.window === window,
  );
  return [...new Map(watching.map(({ bound }) => [bound.value, bound])).values()];
}

/** The newest warning up to the day, of a subject where one is named; of one day the most severe. */
function warningChart(
  { day, subject }: Extract<ChartRequest, { kind: 'warning' }>,
  { view: { ledger }, rules, knowledge }: ChartSource,
): Chart {
  // The others have no picture, and a model of every day takes long.
  const counted = rules.filter((rule) => isCounted(rule.lens));
  const { transitions } = replayRules(upTo(ledger, ledger[0]!.day, day), counted, knowledge);
  const warnings = transitions
    .filter((transition) => isWarning(transition) && (subject === null || transition.subject === subject))
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : rankOf(b) - rankOf(a)));
  for (const transition of warnings) {
    const chart = episodeChart(ledger, transition, knowledge);
    if (chart !== null) return chart;
  }
  const whose = subject === null ? '' : ` of ${subject}`;
  throw new InputError([{ where: 'warning', what: `no warning${whose} that can be drawn up to ${day}` }]);
}

function refusal(faults: readonly Fault[]): InputError {
  return new InputError(faults, { usage: true });
}
