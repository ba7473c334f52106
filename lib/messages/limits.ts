/**
 * What the services accept, in UTF-16 code units (Telegram counts so by its documentation; Discord counts
 * characters, of which there are never more than code units).
 */

/** Telegram Bot API, sendMessage: characters after entity parsing. */
export const TELEGRAM_TEXT = 4096;

/** Telegram Bot API, sendPhoto: characters of the caption after entity parsing. */
export const TELEGRAM_CAPTION = 1024;

/**
 * Markup and escapes are not counted by Telegram, but its servers read no more than 35,000 bytes of text
 * (td/telegram/misc.cpp, clean_input_string). Only very many links come near.
 */
export const TELEGRAM_HTML_BYTES = 30_000;

/** Discord API, embed objects; `total` is over all embeds of a message. */
export const DISCORD_EMBED = { title: 256, description: 4096, footer: 2048, total: 6000 } as const;

/** Columns of fixed-width text that a phone shows in a chat without wrapping. */
export const PHONE_COLUMNS = 34;
