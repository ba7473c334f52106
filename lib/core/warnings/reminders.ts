import { daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import { evaluateRule } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { describe, type Observe } from './advance.ts';
import { episodeOf, type Transition } from './episode.ts';

const DAYS_PER_WEEK = 7;

/**
 * Reminders of open episodes of severity warning or above: 1, 2, 4, 8 ... weeks after they last changed. None if data
 * are missing that day, or if the episode is more likely over than not. `transitions` ascend.
 */
export function remindersOn(
  day: UtcDay,
  transitions: readonly Transition[],
  rules: readonly Rule[],
  observe: Observe,
): readonly Transition[] {
  const past = transitions.filter((transition) => transition.day <= day);
  const newest = new Map(past.map((transition) => [episodeOf(transition), transition]));
  return [...newest.values()].flatMap((last): readonly Transition[] => {
    const rule = rules.find(({ id }) => id === last.rule);
    if (!last.isOpen || rule === undefined || rule.severity === 'notice') return [];
    if (!isReminderDue(daysBetween(last.day, day))) return [];
    const finding = evaluateRule(rule, last.subject, observe(rule, day).asKnown);
    // No reminder for an episode that is only open until it is surely over.
    if (finding.kind === 'no-data' || (finding.reading.probability ?? 1) < 0.5) return [];
    return [
      {
        ...describe(rule, finding.reading),
        id: `${day} ${rule.ladder} ${last.subject} reminded`,
        day,
        subject: last.subject,
        kind: 'reminded',
        severity: rule.severity,
        since: last.since,
        isOpen: true,
      },
    ];
  });
}

/** Whether this many days are 1, 2, 4, 8 ... weeks. */
function isReminderDue(days: number): boolean {
  return days > 0 && days % DAYS_PER_WEEK === 0 && Number.isInteger(Math.log2(days / DAYS_PER_WEEK));
}
