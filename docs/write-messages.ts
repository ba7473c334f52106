/**
 * Writes the lists of messages in docs/warnings.md, and messages as they would have been sent: part of
 * `npm run docs:warnings`. Every text is composed by the program
 * itself; why a message came, and what speaks against calling it noise, is written by hand, here and around them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newChat } from '../lib/chats/chat.ts';
import { minuteText } from '../lib/cli/signal-line.ts';
import { defaultRules } from '../lib/config/default-rules.ts';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { dayOf, parseDay, type UtcDay } from '../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../lib/core/lenses/lens.ts';
import type { Signal } from '../lib/core/signals/signal.ts';
import type { Transition } from '../lib/core/warnings/episode.ts';
import { replayRules } from '../lib/core/warnings/history.ts';
import { createObserver } from '../lib/core/warnings/observer.ts';
import { remindersOn } from '../lib/core/warnings/reminders.ts';
import type { SignalRecord } from '../lib/core/warnings/signal-record.ts';
import { severityOf } from '../lib/daily/detect-signals.ts';
import { composeWarning, composeWarningOf, type ReportInput } from '../lib/daily/report.ts';
import { transitionsFor } from '../lib/delivery/news.ts';
import { type EventNews, eventNews } from '../lib/delivery/signal-events.ts';
import { dayText } from '../lib/messages/format.ts';
import { headline } from '../lib/messages/headline.ts';
import type { Message } from '../lib/messages/message.ts';
import { renderPlain } from '../lib/messages/render-plain.ts';
import { signalHeadline, signalMessage } from '../lib/messages/signal.ts';
import signalsTable from './signals.json' with { type: 'json' };

/** Of each message that a reader could call noise: why it came. */
const WHY: Readonly<Record<string, string>> = {
  '2021-09-14':
    'Above 65% for the second time. On 18 July it was surely below, so this is a crossing and no echo of the first.',
  '2023-03-19': 'Better news, but whoever was warned of one third is told when that is surely over.',
  '2024-05-03':
    'The group was known from 17 April 2024 on, above a quarter; that was a change of what is known and stood in the digest. This is a crossing.',
  '2025-02-03':
    'A week after the end of the episode before, the only such message of a warning in six years. Both times we were 95% sure.',
  '2025-03-10': 'The two stood near half for months. Each time they were surely below it in between.',
  '2025-05-31': 'As in March: surely above, and four days later surely below.',
  '2025-06-22': 'As in May; the last to date.',
};

const ledger = shippedLedger();
const rules = defaultRules();
const then = inputOf('then');
const observe = createObserver(ledger, 'then');
const reminders = ledger.flatMap(({ day }) => remindersOn(day, then.transitions, rules, observe));
const signals = signalsTable.signals as unknown as readonly Signal[];
/** With the usual settings. */
const chat = newChat({ vendor: 'telegram', address: '1' }, 'private', 0);
const early = earlyNews();

writeSections('warnings.md', {
  messages: messagesTable(),
  notices: noticesTable(),
  'December 2024': messageOf(composeWarning(then, parseDay('2024-12-30'))),
  'early messages': earlyTable(),
  'January 2026': early
    .filter(({ main }) => ['2026-01-25', '2026-01-29'].includes(dayOf(main.signal.time)))
    .flatMap(({ main, others }) => [...messageOf(signalMessage('', main, others, null)), '']),
  'AntPool in 2022': templateMessages(),
});

function inputOf(knowledge: Knowledge): ReportInput {
  const { transitions } = replayRules(ledger, rules, knowledge);
  return { ledger, transitions, notes: [], signals: [], knowledge, reportUrl: null };
}

/** Every message of closed days that a chat with the usual settings would have been sent, with its first line. */
function messagesTable(): readonly string[] {
  const all = [...then.transitions.filter(({ kind }) => kind !== 'basis-changed'), ...reminders];
  const warned = new Set<UtcDay>();
  const explained = new Set<string>();
  const rows = ledger.flatMap(({ day }) => {
    const changes = transitionsFor(chat, all, day, (rise) => warned.has(rise.day));
    if (changes.length === 0) return [];
    warned.add(day);
    explained.add(day);
    const title = renderPlain(composeWarningOf(then, 'list', day, changes)).split('\n')[0]!;
    const isReminder = changes.every(({ kind }) => kind === 'reminded');
    return [
      [
        day,
        title,
        WHY[day] ??
          (isReminder
            ? 'A reminder, 1, 2, 4, 8 ... weeks after the last change, while it is more likely true than not.'
            : ''),
      ],
    ];
  });
  const stray = Object.keys(WHY).filter((day) => !explained.has(day));
  if (stray.length > 0) throw new Error(`nothing was told on ${stray.join(', ')}`);
  return [
    `${rows.length} messages in ${ledger.length} days.`,
    '',
    ...table(['day', 'first line', 'why'], rows),
  ];
}

/** What stood in digests alone. */
function noticesTable(): readonly string[] {
  const rows = then.transitions
    .filter(({ severity, kind }) => severity === 'notice' || kind === 'basis-changed')
    .map((transition) => [transition.day, headline(transition.kind, transition)]);
  return table(['day', 'line in the digest'], rows);
}

/** Every early sign and run that the same chat would have been told of, block by block. */
function earlyNews(): readonly EventNews[] {
  const all = signals.map((signal): SignalRecord => {
    const severity = severityOf(signals.find(({ id }) => id === signal.returns) ?? signal, rules);
    return { signal, severity, verdict: null, isHistory: false, isTakenBack: false };
  });
  const sent = new Set<string>();
  return [...new Set(signals.map(({ height }) => height))].flatMap((height) => {
    const known = all.filter(({ signal }) => signal.height <= height);
    const day = dayOf(known.at(-1)!.signal.time);
    return eventNews(chat, known, day, ({ signal }) => sent.has(signal.id)).filter(({ cause }) => {
      const isNew = !sent.has(cause.signal.id);
      sent.add(cause.signal.id);
      return isNew;
    });
  });
}

function earlyTable(): readonly string[] {
  const rows = early.map(({ main, others }) => [
    minuteText(main.signal.time),
    renderPlain(signalMessage('list', main, others, null)).split('\n')[0]!,
    others.map((other) => signalHeadline(other.signal)).join('; '),
  ]);
  return [`${rows.length} messages.`, '', ...table(['told (UTC)', 'first line', 'at the same time'], rows)];
}

/** The group's first crossings with hindsight: in 2022 nobody knew of it. */
function templateMessages(): readonly string[] {
  const now = inputOf('now');
  const days = now.transitions
    .filter(
      ({ lens, day, kind }: Transition) => lens === 'template' && day < '2023-01-01' && kind === 'fired',
    )
    .map(({ day }) => day);
  return [...new Set(days)].flatMap((day) => {
    const message = composeWarning(now, day);
    return message === null ? [] : [`${dayText(day)}:`, '', ...messageOf(message), ''];
  });
}

function messageOf(message: Message | null): readonly string[] {
  if (message === null) throw new Error('there is no such message');
  return ['```text', renderPlain(message).trimEnd(), '```'];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Puts each text between its two markers. */
function writeSections(file: string, sections: Readonly<Record<string, readonly string[]>>): void {
  const path = join(import.meta.dirname, file);
  let text = readFileSync(path, 'utf8');
  for (const [name, lines] of Object.entries(sections)) {
    const [start, end] = [`<!-- ${name}: written by npm run docs:warnings -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${file} has no place for ${name}`);
    text = `${text.slice(0, from + start.length)}\n\n${lines.join('\n').trimEnd()}\n\n${text.slice(to)}`;
  }
  writeFileSync(path, text);
}
