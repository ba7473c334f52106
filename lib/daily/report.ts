import { addDays, daysFrom, type UtcDay } from '../core/ledger/utc-day.ts';
import { WEEK } from '../core/shares/window.ts';
import type { OpenEpisode } from '../core/warnings/episode.ts';
import { isWarning } from '../core/warnings/is-warning.ts';
import { digestMessage } from '../messages/digest.ts';
import type { Message } from '../messages/message.ts';
import { shortDigest } from '../messages/short-digest.ts';
import { composeWarning } from './compose-warning.ts';
import { changesOf, digestFacts, signalsOf } from './digest-facts.ts';
import type { ReportInput } from './report-input.ts';

/** The messages of one day: its digest, in full and cut to one screen, and the newest warning up to it. */
export type Report = {
  readonly day: UtcDay;
  readonly digest: Message;
  readonly short: Message;
  readonly warning: { readonly day: UtcDay; readonly message: Message } | null;
  readonly episodes: readonly OpenEpisode[];
};

/** Composes the messages about a closed day. */
export function composeReport(input: ReportInput, day: UtcDay, liveNote: string | null = null): Report {
  const newest = input.transitions.findLast((one) => one.day <= day && isWarning(one))?.day;
  const facts = digestFacts(input, day, liveNote);
  return {
    day,
    digest: digestMessage(facts),
    short: shortDigest(facts, 'day'),
    warning: newest === undefined ? null : { day: newest, message: composeWarning(input, newest)! },
    episodes: facts.episodes,
  };
}

/** Composes the digest of a closed day alone. */
export function composeDigest(input: ReportInput, day: UtcDay): Message {
  return digestMessage(digestFacts(input, day, null));
}

/** Composes the weekly digest of the week that ends on a closed day. */
export function composeWeekly(input: ReportInput, day: UtcDay): Message {
  const week = daysFrom(addDays(day, 1 - WEEK), day);
  const facts = digestFacts(input, day, null);
  const { sources } = facts.provenance;
  const events = { changes: changesOf(input, week), signals: signalsOf(input, week) };
  return shortDigest({ ...facts, ...events, isRecorded: !sources.includes('live') }, 'week');
}
