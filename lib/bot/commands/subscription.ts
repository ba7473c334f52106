import { type Chat, defaultDigest, hasDefaults } from '../../chats/chat.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import { button } from '../../messages/button.ts';
import { counted } from '../../messages/format.ts';
import { bold } from '../../messages/message.ts';
import { type Answer, list, plain, reply, replyPrivately, say, words } from '../answer.ts';
import { changeChat, changeKnownChat } from '../change-chat.ts';
import { type Asked, type BotDeps, command, optional } from '../command.ts';
import { DURATION, LINKED, oneOf } from '../option-kinds.ts';
import { parseCommand } from '../parse-command.ts';
import { parseDuration, wordsOf } from '../quantities.ts';
import { digestText } from './settings/settings.ts';

/** Behind `/forget`: whoever adds it, or presses the button that does, means it. */
const SURE = 'yes';

/** Subscribes the chat; a link may have asked for something besides. */
export const start = command({
  name: 'start',
  aliases: ['subscribe'],
  description: 'Get the daily digest and warnings in this chat',
  options: [optional('with', LINKED, 'What a link asked for, such as watch_foundryusa_35')],
  permission: 'chat-admins',
  run: async (asked, deps) => {
    const { topic } = asked.request;
    const { chat } = await changeChat(deps, asked.request, (known) => ({ ...subscribed(known), topic }));
    const linked = linkedCommand(asked);
    return startAnswer(chat, linked === null ? null : await linked.command.run(linked, deps));
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
  options: [optional('sure', oneOf([SURE]), '"yes" stops without asking back')],
  permission: 'chat-admins',
  run: async ({ request, rest }, { chats }) => {
    const chat = await chats.loadChat(request.chat);
    if (chat === undefined) return notSubscribedAnswer();
    // What can be set again by one /start needs no question.
    if (!hasDefaults(chat) && wordsOf(rest).join(' ') !== SURE) return sureToStopAnswer(chat);
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
  options: [optional('sure', oneOf([SURE]), '"yes" erases it without asking back')],
  permission: 'chat-admins',
  run: async ({ request, rest }, { chats }) => {
    if (wordsOf(rest).join(' ') !== SURE)
      return replyPrivately(
        'forget',
        'Erase everything kept about this chat?',
        [plain('Settings, alarms and the record of what was sent. This cannot be undone.')],
        [button('Erase it', `forget ${SURE}`), button('Keep it', 'settings')],
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

const USUAL_SILENCE = '1d';

/** The digest, and warnings from severity `warning` on or from where the chat had them, if lower. */
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
 * What `?start=watch_foundryusa_35` asks for. A link only asks and sets alarms: one that erased or silenced a
 * chat would be a trap.
 */
function linkedCommand({ rest, ...asked }: Asked): Asked | null {
  if (rest === '') return null;
  const parsed = parseCommand({ kind: 'text', text: `/${rest.replaceAll('_', ' ')}` }, asked.commands);
  if (parsed.kind !== 'command') return null;
  const { command } = parsed;
  const isHarmless = command.permission === 'anybody' || command.name === 'watch';
  return isHarmless ? { ...asked, command, rest: parsed.rest } : null;
}

async function muteChat({ request, rest }: Asked, deps: BotDeps): Promise<Answer> {
  const seconds = parseDuration(wordsOf(rest).join('') || USUAL_SILENCE);
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
    // A longer silence still tells what the shorter one hid.
    silence: { from: isMuted(known, request.at) ? known.silence!.from : request.at, until },
  }));
  return chat === null ? notSubscribedAnswer() : mutedAnswer(until, chat.settings.zone);
}

async function unmuteChat({ request }: Asked, deps: BotDeps): Promise<Answer> {
  let wasMuted = false;
  const chat = await changeKnownChat(deps, request, (known) => {
    wasMuted = isMuted(known, request.at);
    // It ends now, and is not wiped out: what it hid is still to be told.
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

/** What the chat gets from now on. `asked`: the answer to what a link asked for. */
function startAnswer({ settings, silence }: Chat, asked: Answer | null): Answer {
  const { digest, leastSeverity } = settings;
  const gets = [
    ...(digest.form !== 'off' ? [words`${bold('Digest: ')}${digestText(settings)}`] : []),
    words`${bold('Warnings: ')}severity ${leastSeverity} and above, when somebody comes close to a majority and when that is over`,
  ];
  return {
    message: say('start', 'This chat is subscribed', [
      plain(
        "Hashtilt watches how Bitcoin's hash rate tilts towards one pool, one owner, one country, and warns you before somebody holds a majority.",
        9,
      ),
      list(gets, 10, 'This chat now gets'),
      ...(silence === null ? [] : [plain('It is muted at the moment; /unmute ends that.', 8)]),
      plain(
        '/settings changes this, /mute 3d silences it for three days, /stop ends it, /forget erases everything kept about this chat.',
        8,
      ),
      ...(asked === null ? [] : [plain([bold(asked.message.title)], 7), ...asked.message.sections]),
    ]),
    buttons: [
      [...button('Today', 'today'), ...button('Warnings', 'warnings'), ...button('Help', 'help')],
      ...(asked?.buttons ?? []),
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

/** A silence in a chat that is told of nothing. */
function notSubscribedAnswer(): Answer {
  return replyPrivately('mute', 'This chat is not subscribed', [plain('/start subscribes it.')]);
}

function sureToStopAnswer({ watches }: Chat): Answer {
  const own = watches.length === 0 ? 'its settings' : `its settings and ${counted(watches.length, 'alarm')}`;
  return replyPrivately(
    'stop',
    'Stop everything in this chat?',
    [plain(`Nothing more will come, and ${own} will be erased. Muting the chat keeps them.`)],
    [[...button('Stop', `stop ${SURE}`), ...button('Mute for 30 days', 'mute 30d')]],
  );
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
