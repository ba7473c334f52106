import type { Clock } from '../bot/only-once.ts';
import type { ChatEvents } from '../chats/follow-chats.ts';
import type { Picture } from '../messages/picture.ts';
import { type Outcome, reasonOf } from './faults.ts';

/** What showing pictures needs besides the service. */
export type PictureDeps = {
  readonly chats: ChatEvents;
  readonly clock: Clock;
  /** Called with a problem that is not retried. */
  readonly report: (problem: string) => void;
};

/** File name of pictures, for people who save them. */
export const PICTURE_NAME = 'hashtilt.png';

/** Telegram accepts photos of 10 MB, Discord files of 10 MiB; ours are a hundredth of that. */
const LARGEST_PICTURE_BYTES = 10_000_000;

/** Returns the picture; null if it is too large for the services. */
export function withinSize(picture: Picture | null): Picture | null {
  return picture === null || picture.png.length > LARGEST_PICTURE_BYTES ? null : picture;
}

/** Sends with the picture, and again without it if it is refused. */
export async function tryWithPicture(
  picture: Picture | null,
  attempt: (shown: Picture | null) => Promise<Outcome>,
): Promise<Outcome> {
  const sent = await attempt(picture);
  const mayPassWithout = sent.kind === 'refused' || sent.kind === 'no-picture';
  return picture === null || !mayPassWithout ? sent : notedWithoutPicture(await attempt(null), sent);
}

/** Adds a note of why the picture was left out. */
export function notedWithoutPicture(sent: Outcome, refused: Outcome): Outcome {
  return sent.kind === 'sent' ? { ...sent, note: `without its picture: ${reasonOf(refused)}` } : sent;
}
