import { type Chat, isJump, type JumpRule } from '../chats/chat.ts';
import { addDays, dayOf, midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { subjectOf } from '../core/lenses/subjects.ts';
import type { PoolId } from '../core/pools/pool-id.ts';
import { type RuleSeverity, rankOf } from '../core/rules/rule.ts';
import { episodeOf, isRise, type Transition } from '../core/warnings/episode.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';

/** What is news after a run of the daily job, whoever it is for. */
export type News = {
  /** The newest closed day. */
  readonly day: UtcDay;
  /** The first day that is news, to which a catch-up note reaches back; after `day` where everything is history. */
  readonly from: UtcDay;
  /** Transitions of the days from `from` to `day`, reminders included, and what fired or rose before them. */
  readonly transitions: readonly Transition[];
  /** Signals of the blocks since then, and of that day and two before, since those may be of the same event. */
  readonly signals: readonly SignalRecord[];
  /** Transitions that were sent and then turned out wrong, since blocks were recounted. */
  readonly retracted: readonly Transition[];
};

/** The ladder of a chat's own watch, distinct from every ladder of a rules file. */
export function watchLadder(watchId: string): string {
  return `${WATCH}${watchId}`;
}

const WATCH = 'watch:';

/** Whether a day is news to a chat: it ended after the chat came. */
export function isNewsTo({ since }: Chat, day: UtcDay): boolean {
  return midnight(addDays(day, 1)) > since;
}

/** Whether a chat wants to hear of a transition: it comes from its own watch, or is severe enough. */
function reaches({ settings }: Chat, { severity, ladder }: Transition): boolean {
  return ladder.startsWith(WATCH) || isSevere(severity, settings);
}

function isSevere(severity: RuleSeverity, { leastSeverity }: Chat['settings']): boolean {
  return rankOf({ severity }) >= rankOf({ severity: leastSeverity });
}

/** Whether a chat is told of a signal: it is severe enough, or the chat watches the subject's jumps. */
export function hearsSignal(chat: Chat, { signal, severity }: SignalRecord): boolean {
  if (signal.time < chat.since) return false;
  return isSevere(severity, chat.settings) || jumpsOf(chat).some((rule) => isOf(rule, signal));
}

/** Whether a chat asked for jumps of whom a signal speaks of, by name. */
export function watchesByName(chat: Chat, { signal }: SignalRecord): boolean {
  return jumpsOf(chat).some((rule) => rule.subject !== '*' && isOf(rule, signal));
}

/** The subjects whose sudden changes a chat watches. */
function jumpsOf({ watches }: Chat): readonly JumpRule[] {
  return watches.flatMap(({ rule, paused }) => (!paused && isJump(rule) ? [rule] : []));
}

/** Whether a watch is on a signal's subject. A signal names the owner of a pool that is the owner's only one. */
function isOf({ lens, subject }: JumpRule, signal: SignalRecord['signal']): boolean {
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
 * What a chat is told about one day. It hears of an episode's end, and of everything else after its firing, only where
 * `knows` says that it was told of one of its rises.
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

/** What a chat may have been told of an episode before a transition: that it fired, or escalated. */
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
