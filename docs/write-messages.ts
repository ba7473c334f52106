/**
 * Writes the lists of messages in docs/warnings.md, and messages as they would have been sent: part of
 * `npm run docs:warnings`. The program itself composes every message; only the reasons are written by hand.
 */
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
import { composeWarning, composeWarningOf } from '../lib/daily/compose-warning.ts';
import { severityOf } from '../lib/daily/detect-signals.ts';
import type { ReportInput } from '../lib/daily/report-input.ts';
import { transitionsFor } from '../lib/delivery/news.ts';
import { type EventNews, eventNews } from '../lib/delivery/signal-events.ts';
import { dayText } from '../lib/messages/format.ts';
import { headline } from '../lib/messages/headline.ts';
import type { Message } from '../lib/messages/message.ts';
import { renderPlain } from '../lib/messages/render-plain.ts';
import { signalHeadline, signalMessage } from '../lib/messages/signal.ts';
import { table, writeSections } from './generated-sections.ts';
import signalsTable from './signals.json' with { type: 'json' };

/** Why each message that could look like noise was sent. */
const WHY: Readonly<Record<string, string>> = {
  '2021-09-14':
    'Above 65% for the second time. On 18 July it was surely below, so this is a new crossing, not an echo of the first.',
  '2023-03-19': 'Good news, but those warned of one third are also told when that is surely over.',
  '2024-05-03':
    'The group became known on 17 April 2024, already above a quarter: a change of what is known, shown only in the digest. This is a crossing.',
  '2025-02-03':
    'A week after the previous episode ended; the only such warning in six years. Both times we were 95% sure.',
  '2025-03-10': 'The two were near half for months. Each time they were surely below it in between.',
  '2025-05-31': 'As in March: surely above, and four days later surely below.',
  '2025-06-22': 'As in May; the last so far.',
};

const ledger = shippedLedger();
const rules = defaultRules();
const then = inputOf('then');
const observe = createObserver(ledger, 'then');
const reminders = ledger.flatMap(({ day }) => remindersOn(day, then.transitions, rules, observe));
const signals = signalsTable.signals as unknown as readonly Signal[];
/** A chat with the default settings. */
const chat = newChat({ vendor: 'telegram', address: '1' }, 'private', 0);
const early = earlyNews();

writeSections('warnings.md', 'docs:warnings', {
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

/** Every message about closed days that a chat with the default settings would have been sent, by its first line. */
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
            ? 'A reminder, 1, 2, 4, 8 ... weeks after the last change, while it is more likely than not still true.'
            : ''),
      ],
    ];
  });
  const stray = Object.keys(WHY).filter((day) => !explained.has(day));
  if (stray.length > 0) throw new Error(`no message on ${stray.join(', ')}`);
  return [
    `${rows.length} messages in ${ledger.length} days.`,
    '',
    ...table(['day', 'first line', 'why'], rows),
  ];
}

/** Changes that only the digest showed. */
function noticesTable(): readonly string[] {
  const rows = then.transitions
    .filter(({ severity, kind }) => severity === 'notice' || kind === 'basis-changed')
    .map((transition) => [transition.day, headline(transition.kind, transition)]);
  return table(['day', 'line in the digest'], rows);
}

/** Every early sign and run that the same chat would have been sent, block by block. */
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
  return [`${rows.length} messages.`, '', ...table(['sent (UTC)', 'first line', 'at the same time'], rows)];
}

/** The group's first crossings, in hindsight: in 2022 it was not known yet. */
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
