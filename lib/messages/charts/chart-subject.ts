import { type LedgerView, requireClosed } from '../../core/ledger/ledger-view.ts';
import { addDays, type UtcDay } from '../../core/ledger/utc-day.ts';
import { isKnownSubject, type Knowledge, type Lens, subjectName } from '../../core/lenses/lens.ts';
import { type Bound, type Rule, SEVERITIES } from '../../core/rules/rule.ts';
import { isCounted } from '../../core/rules/rule-lens.ts';
import { throughLens } from '../../core/shares/window.ts';
import type { Transition } from '../../core/warnings/episode.ts';
import { replayRules } from '../../core/warnings/history.ts';
import { isWarning } from '../../core/warnings/told.ts';
import { type Fault, InputError } from '../../errors.ts';
import type { Chart } from './chart.ts';
import { rankingChart, shareOverTimeChart, upTo } from './counted-charts.ts';
import { episodeChart } from './episode-chart.ts';
import { machineMap, operatorsAndMachines } from './place-charts.ts';

/** Days that a chart over time shows where nobody says from when. */
const A_YEAR = 365;

/** Names of rankings and the lens that each looks through. */
const RANKINGS: ReadonlyMap<string, Lens> = new Map([
  ['pools', 'pool'],
  ['owners', 'owner'],
  ['templates', 'template'],
  ['operator-countries', 'operator-country'],
]);

const LENS_NAMES: ReadonlySet<string> = new Set(RANKINGS.values());

/** Everything that can be asked for, in the words of the command line. */
const SUBJECTS: readonly string[] = [
  ...RANKINGS.keys(),
  ...[...LENS_NAMES].map((lens) => `${lens}:KEY`),
  'countries',
  'map',
  'warning',
  'warning:KEY',
];

/** What to draw, and of when. */
export type ChartQuestion = {
  /** One of SUBJECTS, KEY being a key such as `foundryusa` or `US`. */
  readonly subject: string;
  /** A closed day; the last that is shown. */
  readonly day: UtcDay;
  /** Length of the window that each figure is counted over, in days. */
  readonly window: number;
  /** The first day of a chart over time; null takes a year, and no chart over time of what has a ranking. */
  readonly from: UtcDay | null;
  readonly knowledge: Knowledge;
};

/**
 * The chart that answers a question.
 *
 * @throws InputError on a subject that is not known or has nothing to show, and on days that are not closed.
 */
export function chartOf(question: ChartQuestion, view: LedgerView, rules: readonly Rule[]): Chart {
  const { subject, day, window, knowledge } = question;
  const { ledger } = view;
  requireClosed(view, day);
  const [kind = '', key = null] = subject.split(/:(.*)/s, 2);
  const lens = RANKINGS.get(kind);
  if (lens !== undefined && key === null) return rankedChart(question, lens, view);
  if (LENS_NAMES.has(kind) && key !== null) return trendChart(question, kind as Lens, key, view, rules);
  if (kind === 'warning') return warningChart(question, key, view, rules);
  if (subject === 'countries') return operatorsAndMachines(ledger, { day, window }, knowledge);
  if (subject === 'map') return machineMap(ledger, day, knowledge);
  throw refusal([{ where: 'subject', what: `expected ${SUBJECTS.join(', ')}, not "${subject}"` }]);
}

function rankedChart(question: ChartQuestion, lens: Lens, view: LedgerView): Chart {
  const { day, window, from, knowledge } = question;
  const through = { lens, window, knowledge };
  if (from === null) return rankingChart(view.ledger, through, day);
  return shareOverTimeChart(view.ledger, through, spanOf(question, view, from), null, []);
}

function trendChart(
  question: ChartQuestion,
  lens: Lens,
  key: string,
  view: LedgerView,
  rules: readonly Rule[],
): Chart {
  const { window, knowledge, from, day } = question;
  if (!isKnownSubject(lens, key))
    throw refusal([{ where: 'subject', what: `expected a key that the lens ${lens} knows, not "${key}"` }]);
  const span = spanOf(question, view, from ?? yearBefore(question, view));
  if (!isSeen(view, { lens, window, knowledge }, span, key)) {
    const what = `${subjectName(lens, key)} has no block from ${span.from} to ${day} through the lens ${lens}`;
    throw new InputError([{ where: 'subject', what }]);
  }
  return shareOverTimeChart(
    view.ledger,
    { lens, window, knowledge },
    span,
    key,
    boundsOf(rules, lens, window),
  );
}

function isSeen(
  { ledger }: LedgerView,
  {
    lens,
    window,
    knowledge,
  }: { readonly lens: Lens; readonly window: number; readonly knowledge: Knowledge },
  { from, day }: { readonly from: UtcDay; readonly day: UtcDay },
  key: string,
): boolean {
  const near = upTo(ledger, addDays(from, 1 - window), day);
  return throughLens(near, lens, knowledge).days.some((counts) => counts?.has(key));
}

/** The bounds that rules watch on a share of this lens and window, each once. */
function boundsOf(rules: readonly Rule[], lens: Lens, window: number): readonly Bound[] {
  const watching = rules.filter(
    (rule) => rule.measure === 'share' && rule.lens === lens && rule.window === window,
  );
  return [...new Map(watching.map(({ bound }) => [bound.value, bound])).values()];
}

/** The newest warning up to the day, of a subject where one is named; of one day the most severe. */
function warningChart(
  { day, knowledge }: ChartQuestion,
  key: string | null,
  { ledger }: LedgerView,
  rules: readonly Rule[],
): Chart {
  // The others have no picture, and a model of every day takes long.
  const counted = rules.filter((rule) => isCounted(rule.lens));
  const { transitions } = replayRules(upTo(ledger, ledger[0]!.day, day), counted, knowledge);
  const charts = transitions
    .filter((transition) => isWarning(transition) && (key === null || transition.subject === key))
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : severityOf(b) - severityOf(a)));
  for (const transition of charts) {
    const chart = episodeChart(ledger, transition, knowledge);
    if (chart !== null) return chart;
  }
  const whose = key === null ? '' : ` of ${key}`;
  throw new InputError([{ where: 'warning', what: `no warning${whose} that can be drawn up to ${day}` }]);
}

function severityOf({ severity }: Transition): number {
  return SEVERITIES.indexOf(severity);
}

/** A year before the day, or where the first whole window ends. */
function yearBefore({ day, window }: ChartQuestion, { ledger }: LedgerView): UtcDay {
  const [wanted, earliest] = [addDays(day, -A_YEAR), addDays(ledger[0]!.day, window - 1)];
  return wanted < earliest ? earliest : wanted;
}

/** The days that a chart over time shows: each needs its whole window. */
function spanOf({ day, window }: ChartQuestion, { ledger }: LedgerView, from: UtcDay) {
  const earliest = addDays(ledger[0]!.day, window - 1);
  const faults: Fault[] = [];
  if (from < earliest)
    faults.push({
      where: 'from',
      what: `expected ${earliest} or later: windows of ${window} days begin there`,
    });
  if (from >= day) faults.push({ where: 'from', what: `expected a day before ${day}` });
  if (faults.length > 0) throw refusal(faults);
  return { from, day };
}

function refusal(faults: readonly Fault[]): InputError {
  return new InputError(faults, { usage: true });
}
