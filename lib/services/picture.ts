import type { Clock } from '../bot/only-once.ts';
import type { ChatBook } from '../chats/follow-chats.ts';
import type { Picture } from '../messages/picture.ts';
import { type Outcome, reasonOf } from './faults.ts';

/** What showing pictures in chats needs, apart from the service. */
export type PictureDeps = {
  readonly chats: ChatBook;
  readonly clock: Clock;
  /** Called with what went wrong and is not tried again. */
  readonly report: (problem: string) => void;
};

/** A picture's file name, for people who save it. */
export const PICTURE_NAME = 'hashtilt.png';

/** Telegram takes photos of 10 MB, Discord files of 10 MiB; ours are a hundredth of that. */
const LARGEST_PICTURE_BYTES = 10_000_000;

/** The picture; null where it is too large for the services. */
export function withinSize(picture: Picture | null): Picture | null {
  return picture === null || picture.png.length > LARGEST_PICTURE_BYTES ? null : picture;
}

/** Sends with the picture, and again without it where it is refused. */
export async function withOrWithout(
  picture: Picture | null,
  attempt: (shown: Picture | null) => Promise<Outcome>,
): Promise<Outcome> {
  const sent = await attempt(picture);
  const isTextWorthATry = sent.kind === 'refused' || sent.kind === 'no-picture';
  return picture === null || !isTextWorthATry ? sent : withoutItsPicture(await attempt(null), sent);
}

/** An outcome with a note of why the picture was left out. */
export function withoutItsPicture(sent: Outcome, refused: Outcome): Outcome {
  return sent.kind === 'sent' ? { ...sent, note: `without its picture: ${reasonOf(refused)}` } : sent;
}
