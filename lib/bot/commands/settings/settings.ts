import { DIGEST_FORMS, type DigestForm, newChat } from '../../../chats/chat.ts';
import type { Paused } from '../../../chats/standing.ts';
import { dayOf } from '../../../core/ledger/utc-day.ts';
import { type RuleSeverity, SEVERITIES } from '../../../core/rules/rule.ts';
import { type Button, button } from '../../../messages/button.ts';
import { capitalised, dayText } from '../../../messages/format.ts';
import { code, type Inline } from '../../../messages/message.ts';
import { type Answer, forExample, list, plain, replyPrivately, words } from '../../answer.ts';
import { changeChat, JOINED } from '../../change-chat.ts';
import { type BotDeps, type CompletionContext, command, type Invocation, optional } from '../../command.ts';
import { completeName } from '../../match-name.ts';
import { among, kind, oneOf } from '../../option-kinds.ts';
import type { Choice } from '../../reply.ts';
import {
  changeSetting,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  settingOf,
  zones,
} from './change-settings.ts';

export const settings = command({
  name: 'settings',
  description: 'Digest, quiet hours, time zone and minimum severity of this chat',
  options: [
    optional('setting', oneOf(SETTING_NAMES), 'digest, quiet, zone, severity or emergencies'),
    optional('value', kind(completeValue), 'What to set it to'),
  ],
  permission: 'chat-admins',
  example: '/settings quiet 22-7',
  run: askSettings,
});

type SettingHelp = {
  readonly values: string;
  readonly example: string;
  readonly suggestions: readonly string[];
};

/** The values of each setting in words, an example, and completions. */
const HELP: Readonly<Record<SettingName, SettingHelp>> = {
  digest: {
    values:
      'short, full, weekly (on Mondays), or off; and when: an hour of the day, or "soon": as soon as a day closes',
    example: 'digest weekly 8',
    suggestions: [...DIGEST_FORMS, 'soon', '8', '12', '18'],
  },
  quiet: {
    values: 'two hours of the day, or off',
    example: 'quiet 22-7',
    suggestions: ['22-7', '23-6', 'off'],
  },
  zone: { values: 'a city or a time zone', example: 'zone Berlin', suggestions: [] },
  severity: { values: SEVERITIES.join(', '), example: 'severity critical', suggestions: SEVERITIES },
  emergencies: {
    values: 'on or off: whether emergencies come through in quiet hours',
    example: 'emergencies on',
    suggestions: ['on', 'off'],
  },
  language: { values: 'English only, so far', example: 'language en', suggestions: ['en'] },
};

async function askSettings({ request, rest, paused }: Invocation, deps: BotDeps): Promise<Answer> {
  const known = await deps.chats.loadChat(request.chat);
  const { settings: current } = known ?? newChat(request.chat, request.kind, request.at);
  const notes = paused === null ? [] : [pausedText(paused)];
  if (rest === '') {
    const how = 'This chat is not subscribed yet: /start subscribes it with these settings.';
    return settingsAnswer('Settings of this chat', current, known === undefined ? [how, ...notes] : notes);
  }
  const [, word = '', value = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
  const name = settingOf(word);
  if (name === undefined) {
    const items = Object.entries(HELP).map(([one, { values }]) => words`${code(one)}: ${values}`);
    return replyPrivately('settings', 'Which setting?', [list(items)], [button('All settings', 'settings')]);
  }
  const outcome = changeSetting(current, name, value);
  switch (outcome.kind) {
    case 'refused':
      return whichValueAnswer(name);
    case 'which-zone':
      return whichZoneAnswer(outcome.zones);
    case 'changed': {
      // Another admin may have changed another setting meanwhile, so the change is applied to what is stored now.
      const { chat, hasJoined } = await changeChat(deps, request, (stored) => {
        const change = changeSetting(stored.settings, name, value);
        return change.kind === 'changed' ? { ...stored, settings: change.settings } : stored;
      });
      const title = 'Changed: settings of this chat';
      return settingsAnswer(title, chat.settings, hasJoined ? [JOINED, ...notes] : notes);
    }
  }
}

/** Completes a value of the setting already filled in. */
function completeValue(typed: string, { filled }: CompletionContext): readonly Choice[] {
  const name = settingOf(filled.setting ?? '');
  if (name === undefined) return [];
  if (name !== 'zone') return among(typed, HELP[name].suggestions);
  return completeName(typed, zones).map((zone) => ({ name: zone, value: zone }));
}

function settingsAnswer(title: string, current: Settings, notes: readonly string[]): Answer {
  const { digest, quiet, leastSeverity } = current;
  return replyPrivately(
    'settings',
    title,
    [
      ...notes.map((note) => plain(note, 10)),
      list(settingItems(current), 9),
      plain(words`Change one by its name: ${code('/settings quiet 22-7')}`),
    ],
    [
      DIGEST_FORMS.filter((form) => form !== digest.form).flatMap((form) =>
        button(DIGEST_BUTTONS[form], `settings digest ${form}`),
      ),
      button(
        quiet === null ? 'Quiet 22-7' : 'Quiet off',
        `settings quiet ${quiet === null ? '22-7' : 'off'}`,
      ),
      ...pairs(
        SEVERITIES.filter((severity) => severity !== leastSeverity).flatMap((severity) =>
          button(capitalised(severityText(severity)), `settings severity ${severity}`),
        ),
      ),
    ],
  );
}

function pausedText({ since, reason }: Paused): string {
  return `Paused since ${dayText(dayOf(since))}, because ${reason}. Your command has opened it again.`;
}

function settingItems(current: Settings): readonly (readonly Inline[])[] {
  const { quiet, emergenciesPassQuiet, leastSeverity, zone } = current;
  const quietText =
    quiet === null
      ? 'off'
      : `from ${hourText(quiet.from)} to ${hourText(quiet.to)}, ${emergenciesPassQuiet ? 'but emergencies come through' : 'for emergencies too'}`;
  return [
    words`${code('digest')}: ${digestText(current)}`,
    words`${code('severity')}: ${severityText(leastSeverity)}`,
    words`${code('quiet')}: ${quietText}`,
    words`${code('emergencies')}: ${emergenciesPassQuiet ? 'come through in' : 'wait for the end of'} quiet hours`,
    words`${code('zone')}: ${zone}`,
    words`${code('language')}: English`,
  ];
}

const DIGEST_BUTTONS: Readonly<Record<DigestForm, string>> = {
  short: 'Short digest',
  full: 'Full digest',
  weekly: 'Weekly digest',
  off: 'No digest',
};

/** "warning and above": the least severity of which a chat is sent warnings. */
export function severityText(least: RuleSeverity): string {
  return least === SEVERITIES.at(-1) ? `${least} only` : `${least} and above`;
}

/** Two buttons a row: three of these labels do not fit on a phone. */
function pairs(buttons: readonly Button[]): readonly (readonly Button[])[] {
  return [buttons.slice(0, 2), buttons.slice(2)];
}

/** "short, daily, as soon as the day closes". */
export function digestText({ digest: { form, hour }, zone }: Settings): string {
  if (form === 'off') return 'off; warnings still come';
  const [often, closes] = form === 'weekly' ? ['on Mondays', 'Sunday'] : ['daily', 'the day'];
  const when = hour === null ? `, as soon as ${closes} closes` : ` at ${hourText(hour)} (${zone})`;
  return `${form}, ${often}${when}`;
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function whichValueAnswer(name: SettingName): Answer {
  const { values, example } = HELP[name];
  return replyPrivately(
    'settings',
    `What should ${name} be?`,
    [plain(`Possible values: ${values}.`), forExample(`/settings ${example}`)],
    [button('All settings', 'settings')],
  );
}

function whichZoneAnswer(fitting: readonly string[]): Answer {
  const shown = fitting.slice(0, 5);
  return replyPrivately(
    'settings',
    'Which time zone?',
    [plain(shown.join(', '))],
    shown.map((zone) => button(zone, `settings zone ${zone}`)),
  );
}
