import type { Chat } from '../chats/chat.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import { rankOf } from '../core/rules/rule.ts';
import { isTimely, type SignalRecord } from '../core/warnings/signal-record.ts';
import { hearsSignal, watchesByName } from './news.ts';

/** The signs of one event come within so many blocks, about a day. */
const EVENT_BLOCKS = 144;

/** What a chat is told of one event: what is most severe, and what else was seen of it. */
export type EventNews = {
  readonly told: SignalRecord;
  readonly others: readonly SignalRecord[];
  /** The signal on whose account a message is due. */
  readonly cause: SignalRecord;
  /** The ones before on whose account there was one, the newest last. */
  readonly causesBefore: readonly SignalRecord[];
};

/**
 * Groups signals by event, each by ascending height: where one owner finds all blocks, the others find none, and a
 * storm is seen in an owner's pace and in the network's. Signs of one event begin before the first of them is told,
 * and a way back is an event apart.
 */
function groupByEvent(signals: readonly SignalRecord[]): readonly (readonly SignalRecord[])[] {
  const events: SignalRecord[][] = [];
  for (const told of signals.toSorted((a, b) => a.signal.height - b.signal.height)) {
    const event = events.find(([first]) => belongs(told, first!));
    if (event === undefined) events.push([told]);
    else event.push(told);
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
 * What a chat is told of each event when days are closed through `day`: one message. A further one only where a later
 * sign is more severe than all before, or of somebody whom the chat watches by name.
 *
 * @param isSent whether a message on account of a signal was sent to the chat.
 */
export function eventNews(
  chat: Chat,
  signals: readonly SignalRecord[],
  day: UtcDay,
  isSent: (cause: SignalRecord) => boolean,
): readonly EventNews[] {
  const heard = signals.filter((told) => !told.isHistory && !told.isTakenBack && hearsSignal(chat, told));
  return groupByEvent(heard).flatMap((event) => {
    const causes = causesOf(chat, event);
    const cause = causes.at(-1)!;
    if (!isTimely(cause, day)) return [];
    const causesBefore = causes.slice(0, -1).filter(isSent);
    const known = event.indexOf(causesBefore.at(-1)!);
    const fresh = event.slice(known + 1).filter(({ verdict }) => verdict?.outcome !== 'withdrawn');
    const told = fresh.reduce((most, one) => (rankOf(one) > rankOf(most) ? one : most));
    return [{ told, others: fresh.filter((one) => one !== told), cause, causesBefore }];
  });
}

function causesOf(chat: Chat, event: readonly SignalRecord[]): readonly SignalRecord[] {
  let most = -1;
  return event.filter((told) => {
    const isCause = rankOf(told) > most || watchesByName(chat, told);
    most = Math.max(most, rankOf(told));
    return isCause;
  });
}
