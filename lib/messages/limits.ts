/**
 * Limits of the services, in UTF-16 code units. Telegram documents code units; Discord counts characters, of which
 * there are never more.
 */

/** Telegram Bot API, sendMessage: characters after entity parsing. */
export const TELEGRAM_TEXT = 4096;

/** Telegram Bot API, sendPhoto: characters of the caption after entity parsing. */
export const TELEGRAM_CAPTION = 1024;

/**
 * Telegram does not count markup and escapes, but its servers read at most 35,000 bytes of text
 * (td/telegram/misc.cpp, clean_input_string). Only a great many links come close.
 */
export const TELEGRAM_HTML_BYTES = 30_000;

/** Discord API, embed objects; `total` is over all embeds of a message. */
export const DISCORD_EMBED = { title: 256, description: 4096, footer: 2048, total: 6000 } as const;

/** Columns of fixed-width text that a phone shows without wrapping. */
export const PHONE_COLUMNS = 34;
