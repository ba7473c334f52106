import type { Chat, DigestForm } from '../chats/chat.ts';
import { digestTime, quietEnd } from '../chats/chat-clock.ts';
import { dayOf, lastSunday, type UtcDay } from '../core/ledger/utc-day.ts';
import { isRise, type Transition } from '../core/warnings/episode.ts';
import type { SignalRecord } from '../core/warnings/signal-record.ts';
import { type DeliveryRecord, isSettled, waitEnd } from './delivery-record.ts';
import { type Crosspost, followersKey, nextCrosspost } from './followers.ts';
import { isNewsTo, type News, risesBefore, transitionsFor } from './news.ts';
import { type EventNews, eventNews } from './signal-events.ts';

/** The content of a message; chats with the same content get the same message. */
export type Content =
  | { readonly kind: 'digest'; readonly day: UtcDay; readonly form: Exclude<DigestForm, 'off'> }
  /** `day`: the day of the block that caused it. */
  | ({ readonly kind: 'signal'; readonly day: UtcDay } & Omit<EventNews, 'causesBefore'>)
  | {
      readonly kind: 'warning' | 'catch-up' | 'retraction';
      readonly day: UtcDay;
      readonly transitions: readonly Transition[];
    };

export type Step =
  | {
      readonly kind: 'send';
      /** The key of its record; see `DeliveryRecord`. */
      readonly key: string;
      readonly content: Content;
      /** The service's id of the message to reply to. */
      readonly replyTo: string | null;
    }
  /** Warnings that a note summed up but that are not recorded as sent yet. */
  | { readonly kind: 'sum-up'; readonly days: readonly UtcDay[]; readonly note: DeliveryRecord }
  /** Publish a sent message to the channel's followers. */
  | { readonly kind: 'crosspost'; readonly message: Crosspost }
  /** Nothing to do before `until`, in Unix seconds. */
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'done' };

export type Records = ReadonlyMap<string, DeliveryRecord>;

/**
 * Returns the next step for a chat. Retractions come first, then one note that sums up older warnings it never got,
 * then early signs, the warning and the digest of the newest day. The answer follows from the records alone, so
 * interruptions do not change it.
 *
 * @param own transitions of the chat's own watches.
 * @param now Unix seconds.
 */
export function nextStep(
  chat: Chat,
  news: News,
  own: readonly Transition[],
  records: Records,
  now: number,
): Step {
  if (chat.standing.kind === 'paused') return { kind: 'done' };
  const situation = { chat, news, transitions: [...news.transitions, ...own], records };
  const summedUp = sumUp(situation);
  if (summedUp !== undefined) return summedUp;
  const message = nextCrosspost(chat, records, now);
  if (message !== null && typeof message === 'object') return { kind: 'crosspost', message };
  let until = message ?? Number.POSITIVE_INFINITY;
  for (const step of steps(situation)) {
    const record = records.get(step.key);
    if (record !== undefined && isSettled(record)) continue;
    // A chat that has accepted us since it refused need not wait.
    const isOver = record?.status === 'gone' && chat.standing.kind === 'on';
    const waitUntil = isOver ? null : waitEnd(record, now);
    if (waitUntil !== null) return { kind: 'wait', until: waitUntil };
    const heldUntil = holdEnd(chat, step.content, now);
    if (heldUntil <= now) return step;
    until = Math.min(until, heldUntil);
  }
  return until === Number.POSITIVE_INFINITY ? { kind: 'done' } : { kind: 'wait', until };
}

/** What a chat's messages follow from; `transitions`: those of the news and of its own watches. */
type Situation = {
  readonly chat: Chat;
  readonly news: News;
  readonly transitions: readonly Transition[];
  readonly records: Records;
};

/** Everything to send, in order, including what was already sent. */
function steps(situation: Situation): readonly (Step & { readonly kind: 'send' })[] {
  const { chat, news, transitions, records } = situation;
  const { day, from, signals, retracted } = news;
  const missed = missedOf(situation);
  const newest =
    day < from || !isNewsTo(chat, day) ? [] : transitionsFor(chat, transitions, day, knownFrom(records));
  const found: (Step & { readonly kind: 'send' })[] = [];
  const add = (content: Content, replyTo: string | null = null) =>
    found.push({ kind: 'send', key: recordKey(content), content, replyTo });
  for (const [on, wrong] of Map.groupBy(retracted, (transition) => transition.day)) {
    const record = records.get(`warning-${on}`);
    if (record?.status === 'sent') add({ kind: 'retraction', day: on, transitions: wrong }, record.sentId);
  }
  if (missed.length > 0) add({ kind: 'catch-up', day, transitions: missed });
  const sentOf = (cause: SignalRecord) => records.get(signalKey(cause))?.sentId ?? null;
  for (const { causesBefore, ...event } of eventNews(chat, signals, day, (cause) => sentOf(cause) !== null)) {
    const before = causesBefore.at(-1);
    const content = { kind: 'signal', day: dayOf(event.cause.signal.time), ...event } as const;
    add(content, before === undefined ? null : sentOf(before));
  }
  if (newest.length > 0) add({ kind: 'warning', day, transitions: newest }, replyTarget(situation, newest));
  const digest = digestOf(chat, day);
  if (digest !== null && isNewsTo(chat, digest.day)) add(digest);
  return found;
}

/** The digest a chat gets next: of the newest day, or of the last Sunday for a weekly one; null if it wants none. */
function digestOf(
  { settings: { digest } }: Chat,
  newest: UtcDay,
): (Content & { readonly kind: 'digest' }) | null {
  const { form } = digest;
  if (form === 'off') return null;
  return { kind: 'digest', form, day: form === 'weekly' ? lastSunday(newest) : newest };
}

/** The key of a content's record, unique within the chat: a signal causes one message, even if it changes later. */
export function recordKey(content: Content): string {
  return content.kind === 'signal' ? signalKey(content.cause) : `${content.kind}-${content.day}`;
}

export function signalKey({ signal }: SignalRecord): string {
  return `signal-${signal.id.replaceAll(' ', '-')}`;
}

/** Days before the newest whose warnings are not recorded as sent. */
function waitingDays({ chat, news, transitions, records }: Situation): readonly UtcDay[] {
  const days = transitions.map(({ day }) => day).filter((on) => news.from <= on && on < news.day);
  return [...new Set(days)]
    .filter((on) => isNewsTo(chat, on) && records.get(`warning-${on}`)?.status !== 'sent')
    .sort();
}

/** The transitions a catch-up note sums up, including how the episodes in it continued. */
function missedOf(situation: Situation): readonly Transition[] {
  const { chat, transitions, records } = situation;
  const known = knownFrom(records);
  const missed: Transition[] = [];
  for (const day of waitingDays(situation))
    missed.push(...transitionsFor(chat, transitions, day, (rise) => known(rise) || missed.includes(rise)));
  return missed;
}

function knownFrom(records: Records): (rise: Transition) => boolean {
  return ({ day }) => records.get(`warning-${day}`)?.status === 'sent';
}

/** The days a sent note summed up, if an interruption left them unrecorded. */
function sumUp(situation: Situation): Step | undefined {
  const note = situation.records.get(`catch-up-${situation.news.day}`);
  if (note?.status !== 'sent') return undefined;
  const days = waitingDays(situation);
  return days.length === 0 ? undefined : { kind: 'sum-up', days, note };
}

/** The message a warning without a rise replies to: the newest one with a rise of its first episode. */
function replyTarget(
  { chat, transitions, records }: Situation,
  warned: readonly Transition[],
): string | null {
  if (warned.some(isRise)) return null;
  const rises = risesBefore(chat, transitions, warned[0]!);
  return rises.map(({ day }) => records.get(`warning-${day}`)?.sentId).findLast((id) => id != null) ?? null;
}

/** When the chat wants a message, in Unix seconds; `now` or earlier if it wants it at once. */
function holdEnd(chat: Chat, content: Content, now: number): number {
  const { silence, settings } = chat;
  if (silence !== null && silence.from <= now && now < silence.until) return silence.until;
  const isEmergency =
    content.kind === 'signal'
      ? content.main.severity === 'emergency'
      : content.kind === 'warning' &&
        content.transitions.some((transition) => isRise(transition) && transition.severity === 'emergency');
  if (isEmergency && settings.emergenciesPassQuiet) return now;
  const from = content.kind === 'digest' ? Math.max(now, digestTime(chat, content.day)) : now;
  return quietEnd(chat, from);
}

/** The keys of messages about a day that a chat is due but that were never tried. */
export function withheldKeys(
  chat: Chat,
  news: News,
  own: readonly Transition[],
  records: Records,
  day: UtcDay,
): readonly string[] {
  if (chat.standing.kind === 'paused') return [];
  const transitions = [...news.transitions, ...own];
  const situation = { chat, news, transitions, records };
  const isOlder = waitingDays(situation).includes(day);
  const older = isOlder ? transitionsFor(chat, transitions, day, knownFrom(records)) : [];
  const keys = [
    ...(older.length > 0 ? [`warning-${day}`] : []),
    ...steps(situation).flatMap(({ key, content }) => (content.day === day ? [key] : [])),
  ];
  return keys.filter((key) => !records.has(key));
}

/** The keys of all records that `nextStep` may read. */
export function recordKeys(
  chat: Chat,
  { day, from, transitions, signals, retracted }: News,
  own: readonly Transition[],
) {
  const all = [...transitions, ...own].filter((transition) => isNewsTo(chat, transition.day));
  const warned = [...all, ...retracted].map((transition) => `warning-${transition.day}`);
  const taken = retracted.map((transition) => `retraction-${transition.day}`);
  const news = from <= day ? [`warning-${day}`, `catch-up-${day}`] : [];
  const early = signals.map(signalKey);
  const digest = `digest-${digestOf(chat, day)?.day ?? day}`;
  const keys = [...new Set([...warned, ...taken, ...early, ...news, digest])];
  return chat.announcement === false ? keys : [...keys, ...keys.map(followersKey)];
}
