import type { Update } from 'grammy/types';
import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';
import { parsedOrReported } from '../webhook.ts';

/** The kinds of update the bot subscribes to. */
export const ALLOWED_UPDATES = [
  'message',
  'channel_post',
  'callback_query',
  'inline_query',
  'my_chat_member',
] as const;

const chat = z.looseObject({ id: z.int(), type: z.enum(['private', 'group', 'supergroup', 'channel']) });
const user = z.looseObject({ id: z.int(), is_bot: z.boolean() });
const message = z.looseObject({
  message_id: z.int(),
  date: z.int().check(z.nonnegative()),
  chat,
  from: z.optional(user),
  sender_chat: z.optional(chat),
  text: z.optional(z.string()),
  message_thread_id: z.optional(z.int()),
  migrate_to_chat_id: z.optional(z.int()),
  migrate_from_chat_id: z.optional(z.int()),
});

const update_id = z.int().check(z.nonnegative());

/**
 * The parts of an update the bot reads. Other fields pass through, since Telegram adds some with every version; kinds
 * of update it did not subscribe to are dropped.
 */
const updateSchema = z.object({
  update_id,
  message: z.optional(message),
  channel_post: z.optional(message),
  callback_query: z.optional(
    z.looseObject({
      id: z.string(),
      from: user,
      data: z.optional(z.string()),
      message: z.optional(message),
    }),
  ),
  inline_query: z.optional(z.looseObject({ id: z.string(), from: user, query: z.string() })),
  my_chat_member: z.optional(
    z.looseObject({
      chat,
      from: user,
      date: z.int().check(z.nonnegative()),
      new_chat_member: z.looseObject({ status: z.string() }),
    }),
  ),
});

/** Parses one update; null, and a report, if it is not one. */
export function readUpdate(value: unknown, report: (problem: string) => void): Update | null {
  const update = parsedOrReported('Telegram', report, () => parseInput(updateSchema, value, 'update'));
  // The schema passes unknown fields through, so the compiler cannot know that this is Telegram's type.
  return update as Update | null;
}

const numbered = z.looseObject({ update_id });

/** The id of an update that may not parse otherwise, so that it can be confirmed; undefined if it has none. */
export function updateIdOf(value: unknown): number | undefined {
  const read = z.safeParse(numbered, value);
  return read.success ? read.data.update_id : undefined;
}
