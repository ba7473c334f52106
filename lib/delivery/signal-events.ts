import type { Chat } from '../chats/chat.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import { rankOf } from '../core/rules/rule.ts';
import { isTimely, type SignalRecord } from '../core/warnings/signal-record.ts';
import { wantsSignal, watchesByName } from './news.ts';

/** The signals of one event fall within this many blocks, about a day. */
const EVENT_BLOCKS = 144;

/** What a chat is sent about one event: the most severe signal and the others. */
export type EventNews = {
  readonly main: SignalRecord;
  readonly others: readonly SignalRecord[];
  /** The signal that makes a message due. */
  readonly cause: SignalRecord;
  /** Earlier signals that caused a message, newest last. */
  readonly causesBefore: readonly SignalRecord[];
};

/**
 * Groups signals by event, each by ascending height: if one owner finds all blocks, the others find none, and a storm
 * shows in an owner's pace and in the network's. The signals of one event all begin before the first is raised; a
 * return to normal is a separate event.
 */
function groupByEvent(signals: readonly SignalRecord[]): readonly (readonly SignalRecord[])[] {
  const events: SignalRecord[][] = [];
  for (const record of signals.toSorted((a, b) => a.signal.height - b.signal.height)) {
    const event = events.find(([first]) => belongs(record, first!));
    if (event === undefined) events.push([record]);
    else event.push(record);
  }
  return events;
}

function belongs({ signal: later }: SignalRecord, { signal: first }: SignalRecord): boolean {
  return (
    later.since.height < first.height &&
    later.height - first.height <= EVENT_BLOCKS &&
    (later.returns === null) === (first.returns === null)
  );
}

/**
 * Returns the message due to a chat for each event, with days closed through `day`. An event gets a further message
 * only if a later signal is more severe than all before, or concerns a subject the chat watches by name.
 *
 * @param isSent whether a message caused by a signal was sent to the chat.
 */
export function eventNews(
  chat: Chat,
  signals: readonly SignalRecord[],
  day: UtcDay,
  isSent: (cause: SignalRecord) => boolean,
): readonly EventNews[] {
  const wanted = signals.filter(
    (record) => !record.isHistory && !record.isTakenBack && wantsSignal(chat, record),
  );
  return groupByEvent(wanted).flatMap((event) => {
    // A signal withdrawn before it was sent must not hide the rest of its event.
    const causes = causesOf(
      chat,
      event.filter((one) => one.verdict?.outcome !== 'withdrawn' || isSent(one)),
    );
    const cause = causes.at(-1);
    if (cause === undefined || !isTimely(cause, day)) return [];
    const causesBefore = causes.slice(0, -1).filter(isSent);
    const known = event.indexOf(causesBefore.at(-1)!);
    const fresh = event.slice(known + 1).filter(({ verdict }) => verdict?.outcome !== 'withdrawn');
    const main = fresh.reduce((most, one) => (rankOf(one) > rankOf(most) ? one : most));
    return [{ main, others: fresh.filter((one) => one !== main), cause, causesBefore }];
  });
}

function causesOf(chat: Chat, event: readonly SignalRecord[]): readonly SignalRecord[] {
  let most = -1;
  return event.filter((record) => {
    const isCause = rankOf(record) > most || watchesByName(chat, record);
    most = Math.max(most, rankOf(record));
    return isCause;
  });
}
