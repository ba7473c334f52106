import * as z from 'zod/mini';
import type { Parsed } from '../schema.ts';

export const buttonSchema = z.discriminatedUnion('kind', [
  /** `payload` is sent back when the button is pressed; at most `PAYLOAD_BYTES`. */
  z.object({ kind: z.literal('press'), label: z.string(), payload: z.string() }),
  z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
]);

export type Button = Parsed<typeof buttonSchema>;

/** Telegram Bot API, callback_data: bytes. Discord's custom_id allows 100 characters. */
export const PAYLOAD_BYTES = 64;

/** Payload prefix: the answer replaces the message above the button. */
export const IN_PLACE = '.';

/** A button that runs a command, whose answer replaces this message; none if the command is too long. */
export function button(label: string, command: string): readonly Button[] {
  return buttonOf(label, `${IN_PLACE}${command}`);
}

/** A button that runs a command, whose answer is a new message; none if the command is too long. */
export function replyButton(label: string, command: string): readonly Button[] {
  return buttonOf(label, command);
}

function buttonOf(label: string, payload: string): readonly Button[] {
  return Buffer.byteLength(payload) <= PAYLOAD_BYTES ? [{ kind: 'press', label, payload }] : [];
}
