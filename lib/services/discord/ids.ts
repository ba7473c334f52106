import * as z from 'zod/mini';

/** A Discord id. */
export const snowflake = z.string().check(z.regex(/^\d{1,20}$/, 'expected an id of digits'));

/** A Discord token: a bot's or an interaction's. */
export const discordToken = z.string().check(z.regex(/^[\w.-]+$/, 'expected a token'));
