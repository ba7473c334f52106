import { addDays, dayOf, daysFrom } from '../core/ledger/utc-day.ts';
import type { Rule } from '../core/rules/rule.ts';
import { episodeOf, isRise, type Transition } from '../core/warnings/episode.ts';
import { createObserver } from '../core/warnings/observer.ts';
import { remindersOn } from '../core/warnings/reminders.ts';
import type { ReportInput } from '../daily/report-input.ts';
import type { RuleProgress } from '../daily/warning-store.ts';
import type { News } from './news.ts';

/** Older warnings are not news even in a catch-up note. */
export const CATCH_UP_DAYS = 30;

/** No event lasts longer. */
const EVENT_DAYS = 2;

type NewsInput = Pick<ReportInput, 'ledger' | 'transitions' | 'signals' | 'knowledge'>;

/**
 * Gathers the news after a run of the daily job.
 *
 * @param retracted retracted transitions of the days a catch-up note can cover.
 */
export function gatherNews(
  { ledger, transitions, signals, knowledge }: NewsInput,
  { through: day, quietThrough }: RuleProgress,
  rules: readonly Rule[],
  retracted: readonly Transition[],
): News {
  const earliest = addDays(day, -CATCH_UP_DAYS);
  const from = addDays(quietThrough > earliest ? quietThrough : earliest, 1);
  const observe = createObserver(ledger, knowledge);
  const reminders = daysFrom(from, day).flatMap((on) => remindersOn(on, transitions, rules, observe));
  // A change of basis is left to the digest: no machine need have moved.
  const isFresh = ({ day: on, kind }: Transition) => from <= on && kind !== 'basis-changed';
  const fresh = [...transitions.filter(isFresh), ...reminders].sort((a, b) =>
    a.day < b.day ? -1 : a.day > b.day ? 1 : 0,
  );
  const episodes = new Set(fresh.map(episodeOf));
  const rises = transitions.filter((one) => one.day < from && isRise(one) && episodes.has(episodeOf(one)));
  const known = new Set(transitions.map(({ id }) => id));
  return {
    day,
    from,
    transitions: [...rises, ...fresh],
    signals: signals.filter(({ signal }) => dayOf(signal.time) >= addDays(day, -EVENT_DAYS)),
    // A later correction may have restored a retracted transition.
    retracted: retracted.filter(({ id }) => !known.has(id)),
  };
}
