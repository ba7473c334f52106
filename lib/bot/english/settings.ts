import { SEVERITIES } from '../../core/rules/rule.ts';
import { code, type Inline, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import type { SettingName, Settings } from '../change-settings.ts';
import { plain } from './figures.ts';
import { JOINED } from './watches.ts';

const WHAT: Readonly<Record<SettingName, { readonly values: string; readonly example: string }>> = {
  digest: {
    values: 'on, off, an hour of the day, or "soon" for as soon as a day is closed',
    example: 'digest 8',
  },
  quiet: { values: 'two hours of the day, or off', example: 'quiet 22-7' },
  zone: { values: 'a city or a time zone', example: 'zone Berlin' },
  severity: { values: SEVERITIES.join(', '), example: 'severity critical' },
  emergencies: { values: 'on or off: whether an emergency passes quiet hours', example: 'emergencies on' },
  language: { values: 'English only, so far', example: 'language en' },
};

/** `settings`: what is set. `isChanged`: just now. */
export function settingsAnswer(
  settings: Settings,
  isChanged: boolean,
  standing: 'subscribed' | 'joined-now' | 'not-subscribed',
): Answer {
  const { digest, quiet } = settings;
  return {
    message: say('settings', isChanged ? 'Changed. Settings of this chat' : 'Settings of this chat', [
      ...(standing !== 'not-subscribed'
        ? []
        : [plain('This chat gets nothing yet: /start subscribes it with these settings.', 10)]),
      ...(standing === 'joined-now' ? [plain(JOINED, 10)] : []),
      { kind: 'list', items: settingItems(settings), rank: 9 },
      {
        kind: 'paragraph',
        inlines: [text('Change one with its name, such as '), code('/settings quiet 22-7'), text('.')],
      },
    ]),
    buttons: [
      press(digest.on ? 'Digest off' : 'Digest on', `settings digest ${digest.on ? 'off' : 'on'}`),
      press(quiet === null ? 'Quiet 22-7' : 'Quiet off', `settings quiet ${quiet === null ? '22-7' : 'off'}`),
      ['notice', 'warning', 'critical', 'emergency']
        .filter((severity) => severity !== settings.leastSeverity)
        .flatMap((severity) => press(`From ${severity}`, `settings severity ${severity}`)),
    ],
    isPrivate: true,
  };
}

/** Each setting in a line, its name first. */
function settingItems(settings: Settings): readonly (readonly Inline[])[] {
  const { quiet, emergenciesPassQuiet, leastSeverity, zone } = settings;
  const quietText =
    quiet === null
      ? 'off'
      : `from ${hourText(quiet.from)} to ${hourText(quiet.to)}, ${emergenciesPassQuiet ? 'emergencies pass' : 'for emergencies too'}`;
  return [
    [code('digest'), text(`: ${digestText(settings)}`)],
    [code('severity'), text(`: warnings from ${leastSeverity} up`)],
    [code('quiet'), text(`: ${quietText}`)],
    [code('emergencies'), text(`: ${emergenciesPassQuiet ? 'pass' : 'do not pass'} quiet hours`)],
    [code('zone'), text(`: ${zone}`)],
    [code('language'), text(': English')],
  ];
}

/** "each day, as soon as it is closed". */
export function digestText({ digest, zone }: Settings): string {
  if (!digest.on) return 'off';
  return digest.hour === null
    ? 'each day, as soon as it is closed'
    : `each day at ${hourText(digest.hour)} (${zone})`;
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A setting that there is not. */
export function whichSettingAnswer(): Answer {
  return {
    message: say('settings', 'Which setting?', [
      {
        kind: 'list',
        items: Object.entries(WHAT).map(([name, { values }]) => [code(name), text(`: ${values}`)]),
      },
    ]),
    buttons: [press('All settings', 'settings')],
    isPrivate: true,
  };
}

/** A value that the setting cannot have, or none. */
export function whichValueAnswer(name: SettingName): Answer {
  const { values, example } = WHAT[name];
  return {
    message: say('settings', `What should ${name} be?`, [
      plain(`It takes: ${values}.`),
      { kind: 'paragraph', inlines: [text('For example: '), code(`/settings ${example}`)] },
    ]),
    buttons: [press('All settings', 'settings')],
    isPrivate: true,
  };
}

export function whichZoneAnswer(zones: readonly string[]): Answer {
  return {
    message: say('settings', 'Which time zone?', [plain(zones.slice(0, 5).join(', '))]),
    buttons: zones.slice(0, 5).map((zone) => press(zone, `settings zone ${zone}`)),
    isPrivate: true,
  };
}
