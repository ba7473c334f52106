import { isModelled } from '../core/rules/rule-lens.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { aboutPercent, counted, dayText, percent, percentRange, whole } from '../messages/format.ts';
import { headline } from '../messages/headline.ts';

/** The length of "15 Sep 2020", the longest there is. */
const DAY_COLUMNS = 11;

/** Renders one change of a warning as a line for a terminal. */
export function replayLine(transition: Transition): string {
  const { day, severity, kind } = transition;
  const measured = measuredText(transition);
  const what = `${headline(kind, transition)}${measured === null ? '' : `: ${measured}`}`;
  return `${dayText(day).padEnd(DAY_COLUMNS)}  ${severity.padEnd(9)}  ${kind.padEnd(13)}  ${what}`;
}

/** The measured value in the measure's own unit; null if the headline says it all. */
function measuredText({ lens, measure, value, share, low, high }: Transition): string | null {
  switch (measure) {
    case 'farm-target':
      return null;
    case 'nakamoto':
      return value === null ? 'no known owners surely hold it' : counted(value, 'owner');
    case 'hhi':
      return value === null ? null : whole(value);
    case 'share':
    case 'top-2':
    case 'unknown':
    case 'change': {
      if (share === null || low === null || high === null) return null;
      const level = isModelled(lens)
        ? `${aboutPercent(share)} (${percentRange({ low, high }, 0)})`
        : `${percent(share)} (${percent(low)} to ${percent(high)})`;
      return measure === 'change' && value !== null ? `${pointsText(value)} to ${level}` : level;
    }
  }
}

/** Renders a difference of two fractions: "+6.1 points". */
function pointsText(difference: number): string {
  return `${difference < 0 ? '' : '+'}${(difference * 100).toFixed(1)} points`;
}
