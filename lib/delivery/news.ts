import { type Chat, isJump, type JumpRule } from '../chats/chat.ts';
import { addDays, dayOf, midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { subjectOf } from '../core/lenses/subjects.ts';
import type { PoolId } from '../core/pools/pool-id.ts';
import { SEVERITIES } from '../core/rules/rule.ts';
import { episodeOf, isRise, type Transition } from '../core/warnings/episode.ts';
import type { ToldSignal } from '../core/warnings/told-signal.ts';

/** What there is to tell after a run of the daily job, before it is known to whom. */
export type News = {
  /** The newest closed day. */
  readonly day: UtcDay;
  /** The first day that is news and that a catch-up note reaches back to; after `day` where all is history. */
  readonly from: UtcDay;
  /** Transitions of the days from `from` to `day`, reminders included, and what fired or rose before them. */
  readonly transitions: readonly Transition[];
  /** Signals of the blocks since then, and of that day. */
  readonly signals: readonly ToldSignal[];
  /** Transitions that were told and turned out never to have been, since blocks were recounted. */
  readonly retracted: readonly Transition[];
};

/** The ladder of a chat's own watch: apart from every ladder of a rules file. */
export function watchLadder(watchId: string): string {
  return `${WATCH}${watchId}`;
}

const WATCH = 'watch:';

/** Whether a day is news to a chat: it ended after the chat came. */
export function isNewsTo({ since }: Chat, day: UtcDay): boolean {
  return midnight(addDays(day, 1)) > since;
}

/** Whether a chat wants to hear of a transition at all: its own watch, or severe enough. */
function reaches({ settings }: Chat, { severity, ladder }: Transition): boolean {
  return (
    ladder.startsWith(WATCH) || SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(settings.leastSeverity)
  );
}

/** Whether a chat is told of a signal: severe enough, or of somebody whose jumps it watches. */
export function hearsSignal(chat: Chat, { signal, severity }: ToldSignal): boolean {
  const isSevere = SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(chat.settings.leastSeverity);
  return (
    signal.time >= chat.since &&
    (isSevere || chat.watches.some(({ rule, paused }) => !paused && isJump(rule) && isOf(rule, signal)))
  );
}

/** Whether a watch looks at who a signal speaks of. A pool that is all of its owner is told of as its owner. */
function isOf({ lens, subject }: JumpRule, signal: ToldSignal['signal']): boolean {
  if (subject === '*' || (lens === signal.lens && subject === signal.subject)) return true;
  const day = dayOf(signal.time);
  const span = { from: day, day, knowledge: 'then' } as const;
  return (
    lens === 'pool' &&
    signal.lens === 'owner' &&
    subjectOf('owner', subject as PoolId, day, span) === signal.subject
  );
}

/**
 * What a chat is told of one day. An episode's end, and all else that follows on its firing, only where
 * `knows` says of one of its rises that the chat was told.
 */
export function toldOf(
  chat: Chat,
  transitions: readonly Transition[],
  day: UtcDay,
  knows: (rise: Transition) => boolean,
): readonly Transition[] {
  return transitions.filter(
    (transition) =>
      transition.day === day &&
      reaches(chat, transition) &&
      (isRise(transition) || risesBefore(chat, transitions, transition).some(knows)),
  );
}

/** What a chat may have been told of an episode before one of its transitions: that it fired, or escalated. */
export function risesBefore(
  chat: Chat,
  transitions: readonly Transition[],
  transition: Transition,
): readonly Transition[] {
  const episode = episodeOf(transition);
  return transitions.filter(
    (other) =>
      isRise(other) &&
      other.day < transition.day &&
      episodeOf(other) === episode &&
      reaches(chat, other) &&
      isNewsTo(chat, other.day),
  );
}
