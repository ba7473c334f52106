import type { Clock } from '../bot/only-once.ts';
import type { ChatBook } from '../chats/chat-book.ts';
import type { Picture } from '../messages/picture.ts';
import { type Outcome, reasonOf } from './faults.ts';

/** What showing pictures in chats needs besides the service. */
export type PictureDeps = {
  readonly chats: ChatBook;
  readonly clock: Clock;
  /** Called with what went wrong and is not tried again. */
  readonly report: (problem: string) => void;
};

/** What a picture is called as a file, for whoever saves it. */
export const PICTURE_NAME = 'hashtilt.png';

/** Telegram takes photos of 10 MB, Discord files of 10 MiB; ours are a hundredth of that. */
const LARGEST_PICTURE_BYTES = 10_000_000;

/** The picture; null where no service takes one of its size. */
export function withinSize(picture: Picture | null): Picture | null {
  return picture === null || picture.png.length > LARGEST_PICTURE_BYTES ? null : picture;
}

/** Sends with the picture; where that is not taken, without. */
export async function withOrWithout(
  picture: Picture | null,
  attempt: (shown: Picture | null) => Promise<Outcome>,
): Promise<Outcome> {
  const sent = await attempt(picture);
  const isTextWorthATry = sent.kind === 'refused' || sent.kind === 'no-picture';
  return picture === null || !isTextWorthATry ? sent : withoutItsPicture(await attempt(null), sent);
}

/** A message as it was sent, with why its picture was not. */
export function withoutItsPicture(sent: Outcome, refused: Outcome): Outcome {
  return sent.kind === 'sent' ? { ...sent, note: `without its picture: ${reasonOf(refused)}` } : sent;
}
