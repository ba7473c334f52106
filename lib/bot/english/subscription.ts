import type { Chat } from '../../chats/chat.ts';
import { bold, type Section, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import { plain } from './figures.ts';
import { digestText } from './settings.ts';

/** `start`: what the chat gets from now on. `asked`: the answer to what a link asked for. */
export function startAnswer({ settings, silence }: Chat, asked: Answer | null): Answer {
  const { digest, leastSeverity } = settings;
  const gets = [
    ...(digest.on ? [[bold('Digest: '), text(digestText(settings))]] : []),
    [
      bold('Warnings: '),
      text(`from severity ${leastSeverity} up, when somebody nears a majority, and when it is over`),
    ],
  ];
  return {
    message: say('start', 'This chat is subscribed', [
      plain(
        "Hashtilt watches how Bitcoin's hash rate tilts towards one pool, one owner, one country, and warns you before somebody holds a majority.",
        9,
      ),
      { kind: 'list', title: 'This chat now gets', items: gets, rank: 10 },
      ...(silence === null ? [] : [plain('It is muted now: /unmute ends that.', 8)]),
      plain(
        '/settings changes this, /mute 3d gives you peace, /forget erases everything kept about this chat.',
        8,
      ),
      ...(asked === null ? [] : nested(asked)),
    ]),
    buttons: [
      [...press('Today', 'today'), ...press('Warnings', 'warnings'), ...press('Help', 'help')],
      ...(asked?.buttons ?? []),
    ].slice(0, 5),
  };
}

function nested({ message }: Answer): readonly Section[] {
  return [{ kind: 'paragraph', inlines: [bold(message.title)], rank: 7 }, ...message.sections];
}

/** `mute`: silence until a time. */
export function mutedAnswer(until: number, zone: string): Answer {
  return {
    message: say('mute', `Silence until ${timeText(until, zone)}`, [
      plain(
        'Nothing comes before that, emergencies neither. What it hid is told then. Questions are still answered.',
      ),
    ]),
    buttons: [press('End the silence', 'unmute')],
  };
}

/** `unmute`. */
export function unmutedAnswer(wasMuted: boolean): Answer {
  return {
    message: wasMuted
      ? say('unmute', 'The silence is over', [plain('What it hid is told next.')])
      : say('unmute', 'This chat was not muted', [plain('/mute 3d would mute it for three days.')]),
  };
}

export function howLongAnswer(): Answer {
  return {
    message: say('mute', 'How long? From ten minutes to a year', [
      plain('For example: /mute 12h, /mute 3d, /mute 2w'),
    ]),
    buttons: [['12h', '3d', '2w'].flatMap((time) => press(time, `mute ${time}`))],
    isPrivate: true,
  };
}

/** A silence in a chat that is told of nothing. */
export function notSubscribedAnswer(): Answer {
  return {
    message: say('mute', 'This chat is not subscribed, so nothing comes', [plain('/start subscribes it.')]),
    isPrivate: true,
  };
}

/** `forget`: everything is gone. */
export function forgottenAnswer(): Answer {
  return {
    message: say('forget', 'Everything kept about this chat is erased', [
      plain('Settings, alarms, and what was sent here. Nothing comes any more. /start begins anew.'),
    ]),
    buttons: [press('Start again', 'start')],
  };
}

/** "24 Apr 2026, 14:05 (Europe/Berlin)". */
function timeText(seconds: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return `${format.format(seconds * 1000)} (${zone})`;
}
