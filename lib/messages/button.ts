import * as z from 'zod/mini';
import type { Parsed } from '../schema.ts';

/** What stands below a message to be pressed. */
export const buttonSchema = z.discriminatedUnion('kind', [
  /** `payload`: what comes back as a press; at most 64 bytes (Telegram's limit, the stricter one). */
  z.object({ kind: z.literal('press'), label: z.string(), payload: z.string() }),
  z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
]);

export type Button = Parsed<typeof buttonSchema>;

/** Bytes of a payload: callback data of Telegram's Bot API. Discord's custom_id takes 100 characters. */
export const PAYLOAD_BYTES = 64;

/** Characters of a label: a button of Discord. */
export const LABEL_CHARACTERS = 80;

/** At the start of a payload: the answer takes the place of the message that the button stands under. */
export const IN_PLACE = '.';

/** A button that asks for a command, whose answer takes the place of this one; none where it does not fit. */
export function press(label: string, command: string): readonly Button[] {
  return pressOf(label, `${IN_PLACE}${command}`);
}

/** The same, whose answer comes beside this one: what everybody was told stays. */
export function pressBeside(label: string, command: string): readonly Button[] {
  return pressOf(label, command);
}

function pressOf(label: string, payload: string): readonly Button[] {
  return Buffer.byteLength(payload) <= PAYLOAD_BYTES ? [{ kind: 'press', label, payload }] : [];
}
