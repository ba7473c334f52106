import type { UserFromGetMe } from 'grammy/types';
import { Bot, type Context } from 'grammy/web';
import type { CommandCore } from '../../bot/command-core.ts';
import { type Once, onlyOnce } from '../../bot/only-once.ts';
import type { PictureQueue } from '../../bot/picture-work.ts';
import { PATIENCE_SECONDS } from '../../bot/receipt-store.ts';
import type { Reply } from '../../bot/reply.ts';
import { clientOptions, waitBriefly } from './client.ts';
import { faultOf } from './faults.ts';
import { answerInlineQuery } from './inline.ts';
import { recordMembership } from './membership.ts';
import type { TelegramPlace } from './place.ts';
import { editReply, sendReply } from './place-reply.ts';
import { requestOf, telegramChat, textToBot } from './request.ts';
import { type SettleDeps, settle } from './settle.ts';

export type TelegramBotDeps = Once &
  SettleDeps & {
    /** A Bot API server other than api.telegram.org, without a trailing slash. */
    readonly apiRoot?: string | undefined;
    /** The bot's username; if left out, Telegram is asked at start. */
    readonly botName?: string;
    readonly core: CommandCore;
    /** Null if no pictures are drawn. */
    readonly pictures: PictureQueue | null;
  };

/**
 * Creates the Telegram bot: it handles each update once, passes what people say to the command core and shows the
 * reply. An update fails only if a retry may succeed.
 */
export function telegramBot(deps: TelegramBotDeps): Bot {
  const { token, apiRoot, botName, core, chats, clock } = deps;
  const botInfo = botName === undefined ? {} : { botInfo: botInfoOf(token, botName) };
  const bot = new Bot(token, { client: clientOptions({ apiRoot }), ...botInfo });
  waitBriefly(bot.api, clock);

  bot.use(async (ctx, next) => {
    const { update_id } = ctx.update;
    await onlyOnce(deps, `telegram ${update_id}`, PATIENCE_SECONDS, () =>
      settle(deps, `Telegram, update ${update_id}`, ctx.chat?.id, next),
    );
  });

  bot.on(['message:text', 'channel_post:text'], async (ctx) => {
    const text = textToBot(ctx);
    if (text === undefined) return;
    const request = await requestOf(ctx, { kind: 'text', text }, ctx.msg.date);
    const reply = await core.answer(request);
    if (reply === null) return;
    const answerTo = ctx.chat.type === 'private' ? null : ctx.msg.message_id;
    const where = { chat: ctx.chat.id, topic: request.topic, answerTo };
    const place = await sendReply(ctx.api, where, reply, token);
    await queuePicture(deps, ctx, reply.picture, place);
  });

  bot.on('callback_query:data', async (ctx) => {
    const { message, data } = ctx.callbackQuery;
    // Messages sent through inline mode have no buttons of ours.
    if (message === undefined) return;
    const request = await requestOf(ctx, { kind: 'press', payload: data }, clock.now());
    const reply = await core.answer(request);
    const alert = reply?.isPrivate && !reply.isEdit ? reply : null;
    await answerPress(ctx, alert, token);
    if (reply === null || alert !== null) return;
    const where = { chat: message.chat.id, topic: request.topic, answerTo: null };
    const pressed = { message: message.message_id, isPhoto: ctx.msg?.photo !== undefined };
    const place = reply.isEdit
      ? await editReply(ctx.api, where, pressed, reply, token)
      : await sendReply(ctx.api, where, reply, token);
    await queuePicture(deps, ctx, reply.picture, place);
  });

  bot.on('inline_query', (ctx) => answerInlineQuery(ctx, core, clock.now()));
  bot.on('my_chat_member', (ctx) => recordMembership(ctx, chats));
  bot.on('message:migrate_to_chat_id', (ctx) =>
    chats.moved(telegramChat(ctx.chat.id), telegramChat(ctx.msg.migrate_to_chat_id)),
  );
  // Telegram also sends an update under the new id, and either may come first.
  bot.on('message:migrate_from_chat_id', (ctx) =>
    chats.moved(telegramChat(ctx.msg.migrate_from_chat_id), telegramChat(ctx.chat.id)),
  );
  return bot;
}

/** The bot's identity without asking Telegram: a token starts with the bot's id. No other fields are read. */
function botInfoOf(token: string, username: string): UserFromGetMe {
  return { id: Number(token.split(':')[0]), is_bot: true, first_name: username, username } as UserFromGetMe;
}

/** Ends the progress indicator of a pressed button; an alert shows what only the presser may see. */
async function answerPress(ctx: Context, alert: Reply | null, token: string): Promise<void> {
  try {
    await ctx.answerCallbackQuery(alert === null ? {} : { text: alert.message.title, show_alert: true });
  } catch (error) {
    // Telegram waits only 15 s for this; the reply is shown all the same.
    if (faultOf(error, token)?.kind !== 'not-there') throw error;
  }
}

async function queuePicture(
  { pictures }: TelegramBotDeps,
  ctx: Context,
  picture: Reply['picture'],
  place: TelegramPlace,
): Promise<void> {
  if (picture === null) return;
  await pictures?.enqueue({ id: `telegram ${ctx.update.update_id}`, picture, place });
}
