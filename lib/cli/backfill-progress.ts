import type { BackfillProgress } from '../daily/backfill.ts';
import { counted, dayText, whole } from '../messages/format.ts';

/** At most one line of progress per this many seconds. */
const SECONDS_APART = 1;

/** Reports progress: "12.4 of 30 days, at 5 Jun 2014: 1,790 blocks, 95 a second, about 26 seconds left". */
export function progressReporter(
  now: () => number,
  report: (line: string) => void,
): (progress: BackfillProgress) => void {
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const at = now();
    if (at - last < SECONDS_APART && progress.daysDone < progress.daysInAll) return;
    last = at;
    report(progressText(progress, at - start));
  };
}

/** @param seconds since the run began. */
export function progressText(
  { day, daysDone, daysInAll, blocks }: BackfillProgress,
  seconds: number,
): string {
  const rate = seconds > 0 ? `, ${whole(blocks / seconds)} a second` : '';
  const left = daysDone > 0 ? (seconds / daysDone) * (daysInAll - daysDone) : null;
  const end = left === null || left === 0 ? '' : `, about ${timeText(left)} left`;
  return `${daysDone.toFixed(1)} of ${counted(daysInAll, 'day')}, at ${dayText(day)}: ${counted(blocks, 'block')}${rate}${end}`;
}

/** A duration in the largest unit that it holds at least twice. */
function timeText(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [length, unit] = units.find(([long]) => seconds >= 2 * long) ?? [1, 'second'];
  return counted(Math.max(1, Math.round(seconds / length)), unit);
}
