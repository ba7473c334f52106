import type { Context, Filter } from 'grammy/web';
import type { ChatEvents } from '../../chats/follow-chats.ts';
import { telegramChat } from './request.ts';

/** Records that a chat added or removed the bot. */
export async function recordMembership(
  ctx: Filter<Context, 'my_chat_member'>,
  chats: ChatEvents,
): Promise<void> {
  const { chat, date } = ctx.myChatMember;
  const why = blockedBy(ctx);
  if (why === null) await chats.joined(telegramChat(chat.id));
  else await chats.blocked(telegramChat(chat.id), why, date);
}

/** Why nothing can be sent to the chat; null if it can. */
function blockedBy({ myChatMember }: Filter<Context, 'my_chat_member'>): string | null {
  const { chat, new_chat_member: member } = myChatMember;
  switch (member.status) {
    case 'kicked':
      return chat.type === 'private'
        ? 'the bot was blocked by the person'
        : 'the bot was removed from the chat';
    case 'left':
      return 'the bot was removed from the chat';
    case 'restricted':
      return member.is_member && member.can_send_messages ? null : 'the bot may not write in the chat';
    case 'member':
      return chat.type === 'channel' ? 'the bot may not write in the channel' : null;
    case 'administrator':
      return chat.type === 'channel' && member.can_post_messages !== true
        ? 'the bot may not write in the channel'
        : null;
    case 'creator':
      return null;
  }
}
