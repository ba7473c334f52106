import type { Message } from 'grammy/types';
import { type Context, GrammyError } from 'grammy/web';
import type { ChatRequest, Input } from '../../bot/request.ts';
import type { Chat } from '../../chats/chat.ts';
import type { ChatKey } from '../../chats/chat-key.ts';

/** The key of the chat with a Telegram id. */
export function telegramChat(id: number): ChatKey {
  return { vendor: 'telegram', address: String(id) };
}

/**
 * The text of a message meant for the bot; undefined if it is not. In groups and channels only commands are: a bot that
 * answered everything would soon be removed.
 */
export function textToBot({ msg, me }: Context): string | undefined {
  if (msg?.text === undefined || !isOriginal(msg)) return undefined;
  if (msg.chat.type === 'private') return msg.text;
  const [, command, bot] = /^(\/\w+)(?:@(\w+))?(?=\s|$)/.exec(msg.text) ?? [];
  if (command === undefined) return undefined;
  return bot === undefined || bot.toLowerCase() === me.username.toLowerCase() ? msg.text : undefined;
}

/**
 * Whether a person wrote the message in this chat. Forwards are not, including a channel's automatic ones into its
 * discussion group, nor are bots' texts, including inline results. Anonymous admins and people who write as a channel
 * do so through Telegram's own bots.
 */
function isOriginal({ forward_origin, is_automatic_forward, via_bot, from, sender_chat }: Message): boolean {
  const isBot = from?.is_bot === true && sender_chat === undefined;
  return !forward_origin && !is_automatic_forward && via_bot === undefined && !isBot;
}

/** Converts an input in a chat to a request to the bot. @param at Unix seconds. */
export async function requestOf(ctx: Context, input: Input, at: number): Promise<ChatRequest> {
  const chat = ctx.chat!;
  return {
    chat: telegramChat(chat.id),
    kind: kindOf(chat.type),
    topic: topicOf(ctx),
    isAdmin: await mayChangeSettings(ctx),
    at,
    input,
  };
}

function kindOf(type: NonNullable<Context['chat']>['type']): Chat['kind'] {
  return type === 'private' || type === 'channel' ? type : 'group';
}

/** Replies outside topics also have a thread id, which cannot be sent to. */
function topicOf({ msg }: Context): number | null {
  return msg?.is_topic_message === true ? (msg.message_thread_id ?? null) : null;
}

/** Whether the sender may change the chat's settings. Telegram is asked each time, since rights can be revoked. */
async function mayChangeSettings(ctx: Context): Promise<boolean> {
  const chat = ctx.chat!;
  if (chat.type === 'private') return true;
  if (ctx.callbackQuery === undefined) {
    // Only admins can post in a channel.
    if (ctx.channelPost !== undefined) return true;
    // An anonymous admin writes as the group itself; someone who writes as a channel is no admin here.
    const as = ctx.msg?.sender_chat;
    if (as !== undefined) return as.id === chat.id;
  }
  if (ctx.from === undefined) return false;
  try {
    const { status } = await ctx.api.getChatMember(chat.id, ctx.from.id);
    return status === 'creator' || status === 'administrator';
  } catch (error) {
    // Not a member of the group, or a channel whose members the bot may not see.
    if (error instanceof GrammyError && error.error_code === 400) return false;
    throw error;
  }
}
