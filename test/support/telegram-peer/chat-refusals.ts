import { TelegramRefusal } from './refusal.ts';

/** Telegram's answers to a text and to a photo, in a chat where the bot is a member but may not write. */
type Words = { readonly code?: 400 | 403; readonly text?: string; readonly photo?: string };

const both = (words: string): Words => ({ text: words, photo: words });

/** In Telegram's own words, by reason. A kind of message without words is accepted. */
const CHAT_REFUSALS = {
  'no-rights': {
    text: 'not enough rights to send text messages to the chat',
    photo: 'not enough rights to send photos to the chat',
  },
  'no-photos': { photo: 'not enough rights to send photos to the chat' },
  'photos-forbidden': { photo: 'CHAT_SEND_PHOTOS_FORBIDDEN' },
  'media-forbidden': { photo: 'CHAT_SEND_MEDIA_FORBIDDEN' },
  'texts-forbidden': { text: 'CHAT_SEND_PLAIN_FORBIDDEN' },
  'writing-forbidden': both('CHAT_WRITE_FORBIDDEN'),
  'admin-required': both('CHAT_ADMIN_REQUIRED'),
  'no-channel-rights': both('need administrator rights in the channel chat'),
  restricted: both('CHAT_RESTRICTED'),
  'peer-invalid': both('PEER_ID_INVALID'),
  'group-deactivated': both('group is deactivated'),
  'group-deleted': { code: 403, ...both('the group chat was deleted') },
  'never-started': { code: 403, ...both("bot can't initiate conversation with a user") },
} as const satisfies Readonly<Record<string, Words>>;

export type ChatRefusal = keyof typeof CHAT_REFUSALS;

/** Picks a reason for refusing both texts and photos, by the chat's id. */
export function refusalOf(chat: number): ChatRefusal {
  const whole = CHAT_REFUSAL_NAMES.filter((name) => {
    const { text, photo }: Words = CHAT_REFUSALS[name];
    return text !== undefined && photo !== undefined;
  });
  return whole[Math.abs(chat) % whole.length]!;
}

export const CHAT_REFUSAL_NAMES = Object.keys(CHAT_REFUSALS) as readonly ChatRefusal[];

/** @throws TelegramRefusal if the chat refuses messages of this kind. */
export function refuseMessage(refusal: ChatRefusal | undefined, kind: 'text' | 'photo'): void {
  if (refusal === undefined) return;
  const { code = 400, ...words }: Words = CHAT_REFUSALS[refusal];
  const description = words[kind];
  if (description === undefined) return;
  throw new TelegramRefusal(code, `${code === 400 ? 'Bad Request' : 'Forbidden'}: ${description}`);
}
