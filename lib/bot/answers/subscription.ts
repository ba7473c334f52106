import type { Chat } from '../../chats/chat.ts';
import { SEVERITIES } from '../../core/rules/rule.ts';
import type { Answer } from '../answer.ts';
import { COMMANDS } from '../english/commands.ts';
import {
  forgottenAnswer,
  howLongAnswer,
  mutedAnswer,
  notSubscribedAnswer,
  startAnswer,
  unmutedAnswer,
} from '../english/subscription.ts';
import { parseCommand } from '../parse-command.ts';
import { parseDuration, wordsOf } from '../quantities.ts';
import type { Asked, Run } from './asked.ts';
import { changeChat, changeKnownChat } from './change-chat.ts';

const USUAL_SILENCE = '1d';

/** Subscribes the chat; a link may have asked for something besides. */
export function startWith(runLinked: Run): Run {
  return async (asked, deps) => {
    const { topic } = asked.request;
    const { chat } = await changeChat(deps, asked.request, (known) => ({
      ...subscribed(known),
      topic,
    }));
    const linked = linkedCommand(asked);
    return startAnswer(chat, linked === null ? null : await runLinked(linked, deps));
  };
}

/** The digest, and warnings from severity `warning` on or from where the chat had them, if lower. */
function subscribed(chat: Chat): Chat {
  const { settings } = chat;
  const least = SEVERITIES.indexOf(settings.leastSeverity);
  return {
    ...chat,
    settings: {
      ...settings,
      digest: { ...settings.digest, on: true },
      leastSeverity: SEVERITIES[Math.min(least, SEVERITIES.indexOf('warning'))]!,
    },
  };
}

/**
 * What `?start=watch_foundryusa_35` asks for. A link only asks and sets alarms: one that erased or silenced a
 * chat would be a trap.
 */
function linkedCommand({ request, rest }: Asked): Asked | null {
  if (rest === '') return null;
  const parsed = parseCommand({ kind: 'text', text: `/${rest.replaceAll('_', ' ')}` }, COMMANDS);
  if (parsed.kind !== 'command') return null;
  const { command } = parsed;
  const isHarmless = command.permission === 'anybody' || command.name === 'watch';
  return isHarmless ? { request, command, rest: parsed.rest } : null;
}

export const mute: Run = async ({ request, rest }, deps): Promise<Answer> => {
  const seconds = parseDuration(wordsOf(rest).join('') || USUAL_SILENCE);
  if (seconds === undefined) return howLongAnswer();
  const until = request.at + seconds;
  const chat = await changeKnownChat(deps, request, (known) => ({
    ...known,
    // A longer silence still tells what the shorter one hid.
    silence: { from: isMuted(known, request.at) ? known.silence!.from : request.at, until },
  }));
  return chat === null ? notSubscribedAnswer() : mutedAnswer(until, chat.settings.zone);
};

export const unmute: Run = async ({ request }, deps) => {
  let wasMuted = false;
  const chat = await changeKnownChat(deps, request, (known) => {
    wasMuted = isMuted(known, request.at);
    // It ends now, and is not wiped out: what it hid is still to be told.
    return wasMuted ? { ...known, silence: { ...known.silence!, until: request.at } } : known;
  });
  return chat === null ? notSubscribedAnswer() : unmutedAnswer(wasMuted);
};

function isMuted({ silence }: Chat, at: number): boolean {
  return silence !== null && at < silence.until;
}

export const forget: Run = async ({ request }, { chats }) => {
  await chats.eraseChat(request.chat);
  return forgottenAnswer();
};
