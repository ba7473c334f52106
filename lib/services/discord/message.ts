import * as z from 'zod/mini';
import type { SendResult } from '../../delivery/channel.ts';
import type { Picture } from '../../messages/picture.ts';
import type { DiscordText } from '../../messages/rendered.ts';
import { PICTURE_NAME } from '../picture.ts';
import { snowflake } from './ids.ts';

const Sent = z.object({ id: snowflake });

/** Silent message: the flag SUPPRESS_NOTIFICATIONS. */
const SUPPRESS_NOTIFICATIONS = 1 << 12;

/** A message as a request, whoever sends it: its embeds, its picture, and that nobody is pinged. */
export function messageRequest({ embeds }: DiscordText, picture: Picture | null, more: object) {
  const [first, ...others] = embeds;
  if (picture === null || first === undefined)
    return { body: { embeds, allowed_mentions: { parse: [] }, ...more } };
  return {
    body: {
      embeds: [{ ...first, image: { url: `attachment://${PICTURE_NAME}` } }, ...others],
      attachments: [{ id: '0', filename: PICTURE_NAME, description: picture.alt }],
      allowed_mentions: { parse: [] },
      ...more,
    },
    files: [{ name: PICTURE_NAME, data: Buffer.from(picture.png), contentType: 'image/png' }],
  };
}

/** The flag of a message that comes without a sound, where it should. */
export function silently(silent: boolean | undefined): { readonly flags?: number } {
  return silent === true ? { flags: SUPPRESS_NOTIFICATIONS } : {};
}

/** What the answer to a message means. */
export function sentMessage(answer: unknown): SendResult {
  const sent = z.safeParse(Sent, answer);
  if (!sent.success) return { kind: 'unknown', reason: 'an answer without a message id' };
  return { kind: 'sent', messageId: sent.data.id };
}
