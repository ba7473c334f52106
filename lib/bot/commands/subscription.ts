import { type Chat, defaultDigest, hasDefaults } from '../../chats/chat.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import { button } from '../../messages/button.ts';
import { counted, timeFormat } from '../../messages/format.ts';
import { bold } from '../../messages/message.ts';
import { type Answer, list, plain, reply, replyPrivately, say, words } from '../answer.ts';
import { changeChat, changeKnownChat } from '../change-chat.ts';
import { type BotDeps, command, type Invocation, optional } from '../command.ts';
import { DURATION, LINKED, oneOf } from '../option-kinds.ts';
import { parseCommand } from '../parse-command.ts';
import { parseDuration, wordsOf } from '../quantities.ts';
import { digestText, severityText } from './settings/settings.ts';

/** Typed after `/forget` or `/stop` to confirm; the confirming button adds it. */
const CONFIRMED = 'yes';

/** Subscribes the chat. A link may run another command with it. */
export const start = command({
  name: 'start',
  aliases: ['subscribe'],
  description: 'Get the daily digest and warnings in this chat',
  options: [optional('with', LINKED, 'What a link asked for, such as watch_foundryusa_35')],
  permission: 'chat-admins',
  run: async (invocation, deps) => {
    const { request } = invocation;
    const { topic } = request;
    const { chat } = await changeChat(deps, request, (known) => ({ ...subscribed(known), topic }));
    const linked = linkedCommand(invocation);
    const answer = linked === null ? null : await linked.command.run(linked, deps);
    return startAnswer(chat, isMuted(chat, request.at), answer);
  },
});

export const mute = command({
  name: 'mute',
  description: 'Silence for a while; afterwards you hear what you missed',
  options: [optional('time', DURATION, 'How long: 12h, 3d, 2w')],
  permission: 'chat-admins',
  example: '/mute 3d',
  run: muteChat,
});

export const unmute = command({
  name: 'unmute',
  description: 'End the silence',
  permission: 'chat-admins',
  run: unmuteChat,
});

export const stop = command({
  name: 'stop',
  aliases: ['unsubscribe'],
  description: 'End the digest and all warnings in this chat',
  options: [optional('sure', oneOf([CONFIRMED]), '"yes" stops without asking back')],
  permission: 'chat-admins',
  run: async ({ request, rest }, { chats }) => {
    const chat = await chats.loadChat(request.chat);
    if (chat === undefined) return notSubscribedAnswer();
    // A chat with default settings loses nothing that /start does not restore.
    if (!hasDefaults(chat) && wordsOf(rest).join(' ') !== CONFIRMED) return confirmStopAnswer(chat);
    await chats.eraseChat(request.chat);
    return reply(
      'stop',
      'This chat is no longer subscribed',
      [plain('Nothing more will come. Questions are still answered; /start subscribes it again.')],
      [button('Subscribe again', 'start')],
    );
  },
});

export const forget = command({
  name: 'forget',
  description: 'Erase everything kept about this chat',
  options: [optional('sure', oneOf([CONFIRMED]), '"yes" erases it without asking back')],
  permission: 'chat-admins',
  run: async ({ request, rest }, { chats }) => {
    if (wordsOf(rest).join(' ') !== CONFIRMED)
      return replyPrivately(
        'forget',
        'Erase everything kept about this chat?',
        [plain('Settings, alarms and the record of what was sent. This cannot be undone.')],
        [button('Erase it', `forget ${CONFIRMED}`), button('Keep it', 'settings')],
      );
    await chats.eraseChat(request.chat);
    return reply(
      'forget',
      'Everything kept about this chat is erased',
      [
        plain(
          'Settings, alarms and the record of what was sent. Nothing more will come; /start starts over.',
        ),
      ],
      [button('Start again', 'start')],
    );
  },
});

const DEFAULT_SILENCE = '1d';

/** Turns the digest on, and warnings of severity `warning` and above, or of the chat's own level if lower. */
function subscribed(chat: Chat): Chat {
  const { settings } = chat;
  const { digest } = settings;
  const least = SEVERITIES.indexOf(settings.leastSeverity);
  return {
    ...chat,
    settings: {
      ...settings,
      digest: digest.form === 'off' ? { ...digest, form: defaultDigest(chat.kind) } : digest,
      leastSeverity: SEVERITIES[Math.min(least, SEVERITIES.indexOf('warning'))]!,
    },
  };
}

/**
 * The command in a link such as `?start=watch_foundryusa_35`; null if there is none or it is not allowed. Links may only
 * ask questions and set alarms: one that erased or silenced a chat would be a trap.
 */
function linkedCommand({ rest, ...invocation }: Invocation): Invocation | null {
  if (rest === '') return null;
  const parsed = parseCommand({ kind: 'text', text: `/${rest.replaceAll('_', ' ')}` }, invocation.commands);
  if (parsed.kind !== 'command') return null;
  const { command } = parsed;
  const isHarmless = command.permission === 'anybody' || command.name === 'watch';
  return isHarmless ? { ...invocation, command, rest: parsed.rest } : null;
}

async function muteChat({ request, rest }: Invocation, deps: BotDeps): Promise<Answer> {
  const seconds = parseDuration(rest || DEFAULT_SILENCE);
  if (seconds === undefined)
    return replyPrivately(
      'mute',
      'How long? From ten minutes to a year',
      [plain('For example: /mute 12h, /mute 3d, /mute 2w')],
      [['12h', '3d', '2w'].flatMap((time) => button(time, `mute ${time}`))],
    );
  const until = request.at + seconds;
  const chat = await changeKnownChat(deps, request, (known) => ({
    ...known,
    // An extended silence also covers what the earlier one held back.
    silence: { from: isMuted(known, request.at) ? known.silence!.from : request.at, until },
  }));
  return chat === null ? notSubscribedAnswer() : mutedAnswer(until, chat.settings.zone);
}

async function unmuteChat({ request }: Invocation, deps: BotDeps): Promise<Answer> {
  let wasMuted = false;
  const chat = await changeKnownChat(deps, request, (known) => {
    wasMuted = isMuted(known, request.at);
    // Ended now rather than removed, so that what it held back is still sent.
    return wasMuted ? { ...known, silence: { ...known.silence!, until: request.at } } : known;
  });
  if (chat === null) return notSubscribedAnswer();
  return wasMuted
    ? reply('unmute', 'The silence is over', [plain('Next you hear what you missed.')])
    : reply('unmute', 'This chat was not muted', [plain('/mute 3d mutes it for three days.')]);
}

function isMuted({ silence }: Chat, at: number): boolean {
  return silence !== null && at < silence.until;
}

/** What the chat gets from now on. @param linked the answer to a link's command. */
function startAnswer({ settings }: Chat, muted: boolean, linked: Answer | null): Answer {
  const { digest, leastSeverity } = settings;
  const gets = [
    ...(digest.form !== 'off' ? [words`${bold('Digest: ')}${digestText(settings)}`] : []),
    words`${bold('Warnings: ')}severity ${severityText(leastSeverity)}, when somebody comes close to a majority and when that is over`,
  ];
  return {
    message: say('start', 'This chat is subscribed', [
      plain(
        "Hashtilt watches how Bitcoin's hash rate tilts towards one pool, one owner, one country, and warns you before somebody holds a majority.",
        9,
      ),
      list(gets, 10, 'This chat now gets'),
      ...(muted ? [plain('It is muted at the moment; /unmute ends that.', 8)] : []),
      plain(
        '/settings changes this, /mute 3d silences it for three days, /stop ends it, /forget erases everything kept about this chat.',
        8,
      ),
      ...(linked === null ? [] : [plain([bold(linked.message.title)], 7), ...linked.message.sections]),
    ]),
    buttons: [
      [...button('Today', 'today'), ...button('Warnings', 'warnings'), ...button('Help', 'help')],
      ...(linked?.buttons ?? []),
    ].slice(0, 5),
  };
}

function mutedAnswer(until: number, zone: string): Answer {
  const held =
    'Nothing comes before then, not even emergencies. Afterwards you hear what you missed. Questions are still answered.';
  return reply(
    'mute',
    `Silence until ${timeText(until, zone)}`,
    [plain(held)],
    [button('End the silence', 'unmute')],
  );
}

/** For commands that need a subscribed chat. */
function notSubscribedAnswer(): Answer {
  return replyPrivately('mute', 'This chat is not subscribed', [plain('/start subscribes it.')]);
}

function confirmStopAnswer({ watches }: Chat): Answer {
  const own = watches.length === 0 ? 'its settings' : `its settings and ${counted(watches.length, 'alarm')}`;
  return replyPrivately(
    'stop',
    'Stop everything in this chat?',
    [plain(`Nothing more will come, and ${own} will be erased. Muting the chat keeps them.`)],
    [[...button('Stop', `stop ${CONFIRMED}`), ...button('Mute for 30 days', 'mute 30d')]],
  );
}

/** "24 Apr 2026, 14:05 (Europe/Berlin)". */
function timeText(seconds: number, zone: string): string {
  const format = timeFormat({
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return `${format(seconds * 1000)} (${zone})`;
}
