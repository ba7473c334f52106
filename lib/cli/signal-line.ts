import type { ReplayedSignal, WeekFigures } from '../core/signals/replay-signals.ts';
import { NETWORK } from '../core/signals/signal.ts';
import { percent } from '../messages/format.ts';
import { holderText } from '../messages/headline.ts';
import { frequencyText } from '../messages/runs.ts';

/** Renders one signal as a line for a terminal. */
export function signalLine(signal: ReplayedSignal): string {
  return `${minuteText(signal.time)}  ${signalText(signal)}; ${weeksText(signal)}; ${outcomeText(signal)}`;
}

/** Who changed, in which direction and by how much. */
export function signalText(signal: ReplayedSignal): string {
  const { lens, subject, kind, direction, own, blocks, shareBefore, pace, bound, since, returns } = signal;
  const who = lens === NETWORK ? 'The network' : holderText(lens, subject);
  if (kind === 'run')
    return `${who}: ${own} blocks in a row (${percent(shareBefore)} before); of any owner, by chance ${frequencyText(signal.aYear!)}`;
  const what =
    returns !== null ? `back ${direction}` : kind === 'crossing' ? `above ${percent(bound!, 0)}` : direction;
  const share =
    lens === NETWORK
      ? ''
      : `${own} of ${blocks} blocks (${percent(own / blocks)}, ${percent(shareBefore)} before), `;
  const rate = pace === null ? 'hash rate not known' : `${pace.toFixed(2)} of its hash rate`;
  return `${who} ${what}: ${share}${rate}, since ${minuteText(since.time)}`;
}

/** The week before the change, and the one after the signal. */
export function weeksText({ lens, weekBefore, weekAfter }: ReplayedSignal): string {
  const text = (week: WeekFigures | null) => {
    if (week === null) return 'not recorded';
    if (lens !== NETWORK) return percent(week.share);
    return week.hashRate === null ? 'not known' : `${week.hashRate.toFixed(2)} of its hash rate`;
  };
  return `week before ${text(weekBefore)}, week after ${text(weekAfter)}`;
}

export function outcomeText({ verdict }: ReplayedSignal): string {
  if (verdict === null) return 'not yet confirmed';
  return verdict.day === null ? verdict.outcome : `${verdict.outcome} by ${verdict.day}`;
}

/** "2026-01-25 09:51", UTC. */
export function minuteText(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
