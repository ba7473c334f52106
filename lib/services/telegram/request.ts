import type { Message } from 'grammy/types';
import { type Context, GrammyError } from 'grammy/web';
import type { ChatRequest, Said } from '../../bot/request.ts';
import type { Chat } from '../../chats/chat.ts';
import type { ChatKey } from '../../chats/chat-key.ts';

/** The chat that an id of Telegram names. */
export function telegramChat(id: number): ChatKey {
  return { vendor: 'telegram', address: String(id) };
}

/**
 * The text of a message to the bot; undefined where it is for somebody else. In groups and channels only commands are
 * for the bot: one that answered every word would soon be removed.
 */
export function textToBot({ msg, me }: Context): string | undefined {
  if (msg?.text === undefined || !isOwnWords(msg)) return undefined;
  if (msg.chat.type === 'private') return msg.text;
  const [, command, bot] = /^(\/\w+)(?:@(\w+))?(?=\s|$)/.exec(msg.text) ?? [];
  if (command === undefined) return undefined;
  return bot === undefined || bot.toLowerCase() === me.username.toLowerCase() ? msg.text : undefined;
}

/**
 * Whether somebody wrote this here themselves. A forward is not, including a channel's automatic one into its
 * discussion group, nor is a bot's text, including inline results. Anonymous admins and people who write as a channel
 * do so through Telegram's own bots.
 */
function isOwnWords({ forward_origin, is_automatic_forward, via_bot, from, sender_chat }: Message): boolean {
  const isBot = from?.is_bot === true && sender_chat === undefined;
  return !forward_origin && !is_automatic_forward && via_bot === undefined && !isBot;
}

/** What was said in a chat, in the form that the command core takes. @param at when, in Unix seconds. */
export async function requestOf(ctx: Context, said: Said, at: number): Promise<ChatRequest> {
  const chat = ctx.chat!;
  return {
    chat: telegramChat(chat.id),
    kind: kindOf(chat.type),
    topic: topicOf(ctx),
    isAdmin: await maySet(ctx),
    at,
    said,
  };
}

function kindOf(type: NonNullable<Context['chat']>['type']): Chat['kind'] {
  return type === 'private' || type === 'channel' ? type : 'group';
}

/** Replies outside of topics carry a thread id as well, which cannot be sent to. */
function topicOf({ msg }: Context): number | null {
  return msg?.is_topic_message === true ? (msg.message_thread_id ?? null) : null;
}

/** Whether somebody may change the chat's settings, asked of Telegram each time, since rights can be revoked. */
async function maySet(ctx: Context): Promise<boolean> {
  const chat = ctx.chat!;
  if (chat.type === 'private') return true;
  if (ctx.callbackQuery === undefined) {
    // Only admins post in a channel.
    if (ctx.channelPost !== undefined) return true;
    // An anonymous admin writes as the group itself; whoever writes as a channel is no admin here.
    const as = ctx.msg?.sender_chat;
    if (as !== undefined) return as.id === chat.id;
  }
  if (ctx.from === undefined) return false;
  try {
    const { status } = await ctx.api.getChatMember(chat.id, ctx.from.id);
    return status === 'creator' || status === 'administrator';
  } catch (error) {
    // Somebody unknown to the group, or a channel whose members the bot may not see.
    if (error instanceof GrammyError && error.error_code === 400) return false;
    throw error;
  }
}
