import type { Update } from 'grammy/types';
import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';

/** The kinds of update the bot asks Telegram for. */
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

/** What the bot reads of an update; the rest is let through, since Telegram adds to it with every version. */
const updateSchema = z.looseObject({
  update_id: z.int().check(z.nonnegative()),
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

/**
 * Parses what came to the webhook.
 *
 * @throws InputError where it is no update of Telegram's Bot API.
 */
export function parseUpdate(value: unknown): Update {
  // The schema lets through more than it names, so the compiler cannot know that it is Telegram's type.
  return parseInput(updateSchema, value, 'update') as unknown as Update;
}
