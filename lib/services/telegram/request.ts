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
 * The text of a message that speaks to the bot; undefined where it speaks to somebody else. In groups and
 * channels only commands do: a bot that answered every word would soon be thrown out.
 */
export function textToBot({ msg, me }: Context): string | undefined {
  if (msg?.text === undefined || !isOwnWords(msg)) return undefined;
  if (msg.chat.type === 'private') return msg.text;
  const [, command, bot] = /^(\/\w+)(?:@(\w+))?(?=\s|$)/.exec(msg.text) ?? [];
  if (command === undefined) return undefined;
  return bot === undefined || bot.toLowerCase() === me.username.toLowerCase() ? msg.text : undefined;
}

/**
 * Whether somebody says it themselves, here: no forward, a channel's into its discussion group neither, and no text of
 * a bot, be it through inline mode. Anonymous admins and who speaks as a channel write through bots of Telegram's own.
 */
function isOwnWords({ forward_origin, is_automatic_forward, via_bot, from, sender_chat }: Message): boolean {
  const isBot = from?.is_bot === true && sender_chat === undefined;
  return !forward_origin && !is_automatic_forward && via_bot === undefined && !isBot;
}

/**
 * What was said in a chat as the command core takes it.
 *
 * @param at when it was said, in Unix seconds.
 */
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

/** A thread id also comes with replies outside of topics, where it may not be sent to. */
function topicOf({ msg }: Context): number | null {
  return msg?.is_topic_message === true ? (msg.message_thread_id ?? null) : null;
}

/** Whether somebody may change the chat's settings, asked of Telegram each time: rights are taken away, too. */
async function maySet(ctx: Context): Promise<boolean> {
  const chat = ctx.chat!;
  if (chat.type === 'private') return true;
  if (ctx.callbackQuery === undefined) {
    // Only admins post in a channel.
    if (ctx.channelPost !== undefined) return true;
    // An anonymous admin speaks as the group itself; whoever speaks as a channel is nobody's admin here.
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
