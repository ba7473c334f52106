import type { Clock } from '../bot/only-once.ts';
import type { ChatBook } from '../chats/chat-book.ts';
import type { SendResult } from '../delivery/channel.ts';
import type { Picture } from '../messages/picture.ts';
import { reasonOf } from './faults.ts';

/** What showing pictures in chats needs besides the service. */
export type PictureDeps = {
  readonly chats: ChatBook;
  readonly clock: Clock;
  /** Told what went wrong and is not tried again. */
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

/** Sends with the picture; where the service does not take that, without. */
export async function withOrWithout(
  picture: Picture | null,
  attempt: (shown: Picture | null) => Promise<SendResult>,
): Promise<SendResult> {
  const sent = await attempt(picture);
  if (picture === null || sent.kind !== 'refused') return sent;
  return withoutItsPicture(await attempt(null), sent);
}

/** A message as it was sent, with why its picture was not. */
export function withoutItsPicture(sent: SendResult, refused: SendResult): SendResult {
  return sent.kind === 'sent' ? { ...sent, note: `without its picture: ${reasonOf(refused)}` } : sent;
}
