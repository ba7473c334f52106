import { type Chat, isJump, type JumpRule } from '../chats/chat.ts';
import { addDays, dayOf, midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { subjectOf } from '../core/lenses/subjects.ts';
import type { PoolId } from '../core/pools/pool-id.ts';
import { type RuleSeverity, rankOf } from '../core/rules/rule.ts';
import { episodeOf, isRise, type Transition } from '../core/warnings/episode.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';

/** The news after a run of the daily job, for all chats. */
export type News = {
  /** The newest closed day. */
  readonly day: UtcDay;
  /** The first day that is news and that a catch-up note can cover; after `day` if everything is history. */
  readonly from: UtcDay;
  /** Transitions from `from` to `day`, reminders included, and the earlier rises of their episodes. */
  readonly transitions: readonly Transition[];
  /** Signals since two days before `day`: older ones cannot belong to the same event. */
  readonly signals: readonly SignalRecord[];
  /** Transitions that were sent and then proved wrong by a recount. */
  readonly retracted: readonly Transition[];
};

/** The ladder of a chat's watch, distinct from every ladder of a rules file. */
export function watchLadder(watchId: string): string {
  return `${WATCH}${watchId}`;
}

const WATCH = 'watch:';

/** Whether a day is news to a chat: it ended after the chat joined. */
export function isNewsTo({ since }: Chat, day: UtcDay): boolean {
  return midnight(addDays(day, 1)) > since;
}

/** Whether a chat wants a transition: it is from the chat's own watch, or severe enough. */
function wantsTransition({ settings }: Chat, { severity, ladder }: Transition): boolean {
  return ladder.startsWith(WATCH) || isSevere(severity, settings);
}

function isSevere(severity: RuleSeverity, { leastSeverity }: Chat['settings']): boolean {
  return rankOf({ severity }) >= rankOf({ severity: leastSeverity });
}

/** Whether a chat wants a signal: it is severe enough, or the chat watches the subject's jumps. */
export function wantsSignal(chat: Chat, { signal, severity }: SignalRecord): boolean {
  if (signal.time < chat.since) return false;
  return isSevere(severity, chat.settings) || jumpsOf(chat).some((rule) => covers(rule, signal));
}

/** Whether a chat watches a signal's subject by name. */
export function watchesByName(chat: Chat, { signal }: SignalRecord): boolean {
  return jumpsOf(chat).some((rule) => rule.subject !== '*' && covers(rule, signal));
}

/** A chat's active watches on jumps. */
function jumpsOf({ watches }: Chat): readonly JumpRule[] {
  return watches.flatMap(({ rule, paused }) => (!paused && isJump(rule) ? [rule] : []));
}

/** Whether a watch covers a signal's subject. A signal names the owner of a pool that is the owner's only one. */
function covers({ lens, subject }: JumpRule, signal: SignalRecord['signal']): boolean {
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
 * The transitions of a day that a chat is sent. After an episode has fired, it is sent more of it only if it was sent
 * one of its rises, according to `knows`.
 */
export function transitionsFor(
  chat: Chat,
  transitions: readonly Transition[],
  day: UtcDay,
  knows: (rise: Transition) => boolean,
): readonly Transition[] {
  return transitions.filter(
    (transition) =>
      transition.day === day &&
      wantsTransition(chat, transition) &&
      (isRise(transition) || risesBefore(chat, transitions, transition).some(knows)),
  );
}

/** The rises of a transition's episode before it that a chat may have been sent: its firing and escalations. */
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
      wantsTransition(chat, other) &&
      isNewsTo(chat, other.day),
  );
}
