/**
 * Writes the tables of docs/warnings.md and the picture docs/delays.svg: `npm run docs:warnings`, from
 *
 *   npm run -s hashtilt -- backtest warnings --json >docs/backtest-warnings.json
 *   npm run -s hashtilt -- backtest warnings --past known --json >docs/backtest-known.json
 *   npm run -s hashtilt -- replay --blocks BLOCKS.csv.gz --labelled-by mempool.space --signals --json >docs/signals.json
 *
 * The first two take minutes; the third needs the full file of labelled blocks. The text around the tables is written by
 * hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minuteText, outcomeText, signalText, weeksText } from '../lib/cli/signal-line.ts';
import type {
  DelayRow,
  Detector,
  FalseFiringRow,
  falseSignalsTogether,
} from '../lib/core/signals/backtest/rows.ts';
import type { ReplayedSignal } from '../lib/core/signals/replay-signals.ts';
import { expectedRuns } from '../lib/core/signals/runs.ts';
import { NETWORK } from '../lib/core/signals/signal.ts';
import { rectAt, textAt } from '../lib/messages/charts/svg.ts';
import { percent, whole } from '../lib/messages/format.ts';
import { holderText } from '../lib/messages/headline.ts';
import { frequencyText } from '../lib/messages/runs.ts';
import { crossingOdds } from './crossing-odds.ts';
import { table, writeSections } from './generated-sections.ts';
import { NOTES } from './signal-notes.ts';

type Backtest = {
  readonly falseFirings: readonly FalseFiringRow[];
  readonly delays: readonly DelayRow[];
  readonly together: ReturnType<typeof falseSignalsTogether>;
};

const counted = read<Backtest>('backtest-warnings.json');
const known = read<Backtest>('backtest-known.json');
const { signals } = read<{ readonly signals: readonly ReplayedSignal[] }>('signals.json');

writeSections('warnings.md', 'docs:warnings', {
  'in short': inShort(),
  'false firings': falseFirings(),
  together: together(),
  delays: delays(),
  'against the optimum': againstOptimum(),
  'sudden changes': suddenChanges(),
  runs: rareRuns(),
  'odds of a crossing': [7, 30].flatMap((days) => [...oddsOfCrossing(days), '']).slice(0, -1),
});
writeFileSync(join(import.meta.dirname, 'delays.svg'), picture());

function inShort(): readonly string[] {
  const days = (from: number, of: Detector) =>
    jumpsOf(counted)
      .find(({ fast }) => fast.from === from && fast.to === 0.51 && fast.threshold === 0.5)!
      [of].medianDays.toFixed(1);
  const changes = signals.filter(({ kind }) => kind !== 'run');
  const back = changes.filter(({ returns }) => returns !== null);
  const gone = changes.filter(({ verdict }) => verdict?.outcome === 'withdrawn');
  return [
    `- **False alarms:** all subjects watched from 2024 to April 2026 together give ${counted.together.perYear.toFixed(2)} false early signs a year (simulated).`,
    `- **Delay:** half of all jumps from 30 to 51% are reported within ${days(0.3, 'fast')} days, from 40 to 51% within ${days(0.4, 'fast')} (simulated). The rules for closed days alone need ${days(0.3, 'today')} and ${days(0.4, 'today')} days to report that half is crossed.`,
    `- **Since 2020:** the detector saw ${changes.length} sudden changes, of which ${back.length} were returns to an earlier level; ${gone.length} ${gone.length === 1 ? 'was' : 'were'} withdrawn when the day closed. [Each is explained](#sudden-changes-2020-to-2026), and so is [every message](#every-message).`,
  ];
}

function falseFirings(): readonly string[] {
  return table(
    ['bound', 'true share', 'today', 'calm', 'fast', 'calm and fast', 'years'],
    [...Map.groupBy(counted.falseFirings, ({ threshold, share }) => `${threshold} ${share}`).values()].map(
      (rows) => {
        const cell = (detector: Detector) => {
          const { perYear, perYearError } = rows.find((row) => row.detector === detector)!;
          return `${perYear.toFixed(3)} ± ${perYearError.toFixed(3)}`;
        };
        const { threshold, share, years } = rows[0]!;
        return [
          percent(threshold),
          percent(share),
          ...(['today', 'calm', 'fast', 'both'] as const).map(cell),
          `${years}`,
        ];
      },
    ),
  );
}

function together(): readonly string[] {
  const { bySubject, perYear, perYearError } = counted.together;
  return table(
    ['share', 'rises reported a year', 'falls reported a year', 'years'],
    [
      ...bySubject.map(({ share, up, down, years }) => [
        share === 1 ? 'network' : percent(share),
        (up / years).toFixed(4),
        (down / years).toFixed(4),
        `${years}`,
      ]),
      ['**together**', `**${perYear.toFixed(3)} ± ${perYearError.toFixed(3)}**`, 'both ways', ''],
    ],
  );
}

/** Forecast and observed frequencies, by range of the odds. */
function oddsOfCrossing(horizon: number): readonly string[] {
  const { days, brier, unchanged, bins } = crossingOdds(horizon);
  return [
    `Within ${horizon} days, on ${days} days: Brier score ${brier.toFixed(4)}, of "nothing changes" ${unchanged.toFixed(4)}.`,
    '',
    ...table(
      ['odds', 'days', 'forecast', 'observed'],
      bins.map(({ from, days: own, said, came }) => [
        `${percent(from, 0)} to ${percent(from + 0.1, 0)}`,
        `${own}`,
        percent(said / own),
        percent(came / own),
      ]),
    ),
  ];
}

function delays(): readonly string[] {
  return table(
    [
      'jump',
      'across',
      'rules, median',
      'fast, median (95% interval)',
      '90%',
      'mean',
      'both, mean',
      'rules, optimum',
      'fast, optimum',
    ],
    jumpsOf(counted).map(({ today, fast, both }) => [
      jumpText(fast),
      percent(fast.threshold, 1),
      today.medianDays.toFixed(2),
      `${fast.medianDays.toFixed(2)} (${fast.medianInterval.map((end) => end.toFixed(2)).join(' to ')})`,
      fast.p90Days.toFixed(2),
      `${fast.meanDays.toFixed(2)} ± ${fast.meanError.toFixed(2)}`,
      both.meanDays.toFixed(2),
      today.optimalDays.toFixed(2),
      fast.optimalDays.toFixed(2),
    ]),
  );
}

/** One row per jump, since the detector does not depend on the bound. */
function againstOptimum(): readonly string[] {
  const seen = new Set<string>();
  const rows = jumpsOf(known).filter(({ fast }) => !seen.has(jumpText(fast)) && seen.add(jumpText(fast)));
  return table(
    ['jump', 'optimum', 'known before', 'ratio', 'counted before', 'ratio'],
    rows.map(({ fast }) => {
      const own = jumpsOf(counted).find((row) => jumpText(row.fast) === jumpText(fast))!.fast;
      return [
        jumpText(fast),
        fast.optimalDays.toFixed(2),
        fast.meanDays.toFixed(2),
        (fast.meanDays / fast.optimalDays).toFixed(2),
        own.meanDays.toFixed(2),
        (own.meanDays / fast.optimalDays).toFixed(2),
      ];
    }),
  );
}

function suddenChanges(): readonly string[] {
  return table(
    ['reported (UTC)', 'what', 'share or hash rate', 'day', 'why'],
    signals
      .filter(({ kind }) => kind !== 'run')
      .map((signal) => [
        minuteText(signal.time),
        signalText(signal),
        weeksText(signal),
        outcomeText(signal),
        NOTES[signal.id] ?? returnNote(signal),
      ]),
  );
}

function rareRuns(): readonly string[] {
  return table(
    ['reported (UTC)', 'who', 'blocks', 'share before', 'chance, of this owner', 'chance, of any owner'],
    signals.flatMap(({ kind, time, lens, subject, height, own, shareBefore, aYear }) =>
      kind !== 'run' || lens === NETWORK
        ? []
        : [
            [
              minuteText(time),
              holderText(lens, subject),
              `${own}, ${whole(height - own + 1)} to ${whole(height)}`,
              percent(shareBefore),
              frequencyText(expectedRuns(own, shareBefore)),
              frequencyText(aYear!),
            ],
          ],
    ),
  );
}

/** The note of a return, which explains itself. @throws Error if any other signal lacks a note. */
function returnNote({ id, returns }: ReplayedSignal): string {
  if (returns === null) throw new Error(`docs/signal-notes.ts lacks a note on ${id}`);
  return 'Takes back the change reported before.';
}

function jumpsOf({ delays }: Backtest) {
  const groups = Map.groupBy(delays, ({ threshold, from, to }) => `${threshold} ${from} ${to}`);
  return [...groups.values()].map(
    (rows) => Object.fromEntries(rows.map((row) => [row.detector, row])) as Record<Detector, DelayRow>,
  );
}

function jumpText({ from, to }: DelayRow): string {
  return `${Number((from * 100).toFixed(1))} → ${Number((to * 100).toFixed(1))}%`;
}

/** Medians at the first bound above each share, as bars on a square-root scale that shows both hours and weeks. */
function picture(): string {
  const seen = new Set<string>();
  const rows = jumpsOf(counted).filter(({ fast }) => {
    const isFirst = fast.from < fast.threshold && !seen.has(jumpText(fast));
    return isFirst && seen.add(jumpText(fast));
  });
  const [left, width, rowHeight] = [110, 560, 34];
  // Jumps that the rules report sooner than the detector are left to them: its bar is cut at the rules' longest.
  const most = Math.max(...rows.map(({ today }) => today.medianDays));
  const lengthOf = (days: number) => (width - 70) * Math.sqrt(Math.min(days, most) / most);
  const ink = '#24292f';
  const bar = (x: number, y: number, days: number, fill: string) =>
    rectAt(x, y, lengthOf(days), 11, fill, 2) +
    textAt(x + lengthOf(days) + 5, y + 9.5, `${days.toFixed(1)} d${days > most ? ' →' : ''}`, {
      size: 10.5,
      fill: ink,
    });
  const marks = rows.map((row, index) => {
    const y = 58 + index * rowHeight;
    return (
      textAt(left - 10, y + 15, jumpText(row.fast), { size: 12, fill: ink, anchor: 'end' }) +
      bar(left, y, row.today.medianDays, '#999999') +
      bar(left, y + 13, row.fast.medianDays, '#0072b2')
    );
  });
  const height = 66 + rows.length * rowHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width} ${height}" width="${left + width}" height="${height}" role="img" aria-label="Median days until a jump of one owner's share is reported">${rectAt(0, 0, left + width, height, '#ffffff')}${textAt(12, 22, "Median days until a jump of one owner's share is reported", { size: 14, fill: ink, weight: 'bold' })}${rectAt(left, 32, 11, 11, '#999999', 2)}${textAt(left + 16, 41.5, 'rules, at the first bound', { size: 10.5, fill: ink })}${rectAt(left + 180, 32, 11, 11, '#0072b2', 2)}${textAt(left + 196, 41.5, 'detector of single blocks (simulated)', { size: 10.5, fill: ink })}${marks.join('')}</svg>\n`;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as T;
}
