import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { addDays, midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import type { DeliveryRecord } from '../../lib/delivery/delivery-record.ts';
import type { News } from '../../lib/delivery/news.ts';
import { nextStep } from '../../lib/delivery/next-step.ts';
import { record, transition } from '../contract/stored.ts';

export const DAY = parseDay('2026-05-27');
export const OLDER = parseDay('2026-05-22');
/** 03:00 on the morning after the newest day. */
export const NOW = midnight(addDays(DAY, 1)) + 3 * 3600;

export function rise(day: string, subject = 'dcg', severity: Transition['severity'] = 'warning'): Transition {
  return { ...transition(day, subject), severity };
}

export function fall(day: string, since: string, subject = 'dcg'): Transition {
  return {
    ...rise(day, subject),
    id: `${day} ${subject} resolved`,
    kind: 'resolved',
    since: parseDay(since),
  };
}

export function chatOf(change: Partial<Chat> = {}, settings: Partial<Chat['settings']> = {}): Chat {
  const chat = newChat({ vendor: 'telegram', address: '7' }, 'private', 0);
  return { ...chat, ...change, settings: { ...chat.settings, ...settings } };
}

export function newsOf(transitions: readonly Transition[], change: Partial<News> = {}): News {
  return { day: DAY, from: addDays(DAY, -30), transitions, signals: [], retracted: [], ...change };
}

export function recorded(key: string, change: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    ...record(key),
    revision: 1,
    status: 'sent',
    sentId: `id of ${key}`,
    inDoubtSince: null,
    ...change,
  };
}

/** Everything a chat is sent from now on if every message arrives: keys, contents, reply targets. */
export function talk(
  chat: Chat,
  news: News,
  before: readonly DeliveryRecord[] = [],
  own: readonly Transition[] = [],
  now = NOW,
) {
  const records = new Map(before.map((one) => [one.key, one]));
  const sent: { key: string; contents: readonly string[]; replyTo: string | null }[] = [];
  for (let step = nextStep(chat, news, own, records, now); ; step = nextStep(chat, news, own, records, now)) {
    if (step.kind === 'send') {
      const { key, content, replyTo } = step;
      sent.push({
        key,
        contents: 'transitions' in content ? content.transitions.map(({ id }) => id) : [],
        replyTo,
      });
      records.set(key, recorded(key));
    } else if (step.kind === 'sum-up') {
      for (const day of step.days)
        records.set(`warning-${day}`, recorded(`warning-${day}`, { sentId: step.note.sentId }));
    } else return { sent, keys: sent.map(({ key }) => key), last: step };
  }
}
