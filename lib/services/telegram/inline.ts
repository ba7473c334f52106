import { type Context, type Filter, InlineQueryResultBuilder } from 'grammy/web';
import type { CommandCore } from '../../bot/command-core.ts';
import { renderTelegram } from '../../messages/render-telegram.ts';
import { telegramChat } from './request.ts';

/** Figures change once a day. Results are cached per person, since one may be a refusal for asking too often. */
const CACHE_SECONDS = 60;

/** Answers inline queries such as `@bot us`, typed in any chat. @param at Unix seconds. */
export async function answerInlineQuery(
  ctx: Filter<Context, 'inline_query'>,
  core: CommandCore,
  at: number,
): Promise<void> {
  const { from, query } = ctx.inlineQuery;
  // A private chat's id is the person's.
  const found = await core.answerInline({ asker: telegramChat(from.id), text: query, at });
  const results = found.map(({ id, title, description, message }) =>
    InlineQueryResultBuilder.article(id, title, { description }).text(renderTelegram(message).html, {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    }),
  );
  await ctx.answerInlineQuery(results, { cache_time: CACHE_SECONDS, is_personal: true });
}
