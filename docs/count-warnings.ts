import { newChat } from '../lib/chats/chat.ts';
import { defaultRules } from '../lib/config/default-rules.ts';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import type { UtcDay } from '../lib/core/ledger/utc-day.ts';
import { replayRules } from '../lib/core/warnings/history.ts';
import { createObserver } from '../lib/core/warnings/observer.ts';
import { remindersOn } from '../lib/core/warnings/reminders.ts';
import { transitionsFor } from '../lib/delivery/news.ts';

/** How often a chat with the default settings would have been warned. */
export type WarningCount = {
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly days: number;
  /** Messages: one on each day that had something to send. */
  readonly messages: number;
  /** The most in any thirty days. */
  readonly most: number;
};

const MONTH_DAYS = 30;

/** Counts over the recorded days, as known then, including reminders. */
export function countWarnings(): WarningCount {
  const ledger = shippedLedger();
  const rules = defaultRules();
  const { transitions } = replayRules(ledger, rules, 'then');
  const observe = createObserver(ledger, 'then');
  const days = ledger.map(({ day }) => day);
  const reminders = days.flatMap((day) => remindersOn(day, transitions, rules, observe));
  const all = [...transitions.filter(({ kind }) => kind !== 'basis-changed'), ...reminders].sort((a, b) =>
    a.day < b.day ? -1 : a.day > b.day ? 1 : 0,
  );
  const chat = newChat({ vendor: 'telegram', address: '1' }, 'private', 0);
  const warned = new Set<UtcDay>();
  for (const day of new Set(all.map((transition) => transition.day)))
    if (transitionsFor(chat, all, day, (rise) => warned.has(rise.day)).length > 0) warned.add(day);
  const counts = days.map(
    (_, index) => days.slice(index, index + MONTH_DAYS).filter((day) => warned.has(day)).length,
  );
  return {
    from: days[0]!,
    to: days.at(-1)!,
    days: days.length,
    messages: warned.size,
    most: Math.max(...counts),
  };
}
