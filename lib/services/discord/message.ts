import * as z from 'zod/mini';
import type { SendResult } from '../../delivery/channel.ts';
import type { Picture } from '../../messages/picture.ts';
import type { DiscordText } from '../../messages/rendered.ts';
import { PICTURE_NAME } from '../picture.ts';
import { snowflake } from './ids.ts';

const Sent = z.object({ id: snowflake });

/** The flag of a silent message. */
const SUPPRESS_NOTIFICATIONS = 1 << 12;

/** Builds the request for a message with its embeds and picture; it never pings anyone. */
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

/** The flags of a message, silent or not. */
export function silentFlag(silent: boolean | undefined): { readonly flags?: number } {
  return silent === true ? { flags: SUPPRESS_NOTIFICATIONS } : {};
}

/** Parses the answer to a message that was sent. */
export function sentMessage(answer: unknown): SendResult {
  const sent = z.safeParse(Sent, answer);
  if (!sent.success) return { kind: 'unknown', reason: 'an answer without a message id' };
  return { kind: 'sent', messageId: sent.data.id };
}
