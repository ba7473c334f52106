import * as z from 'zod/mini';

/** What Discord's ids look like. */
export const snowflake = z.string().check(z.regex(/^\d{1,20}$/, 'expected an id of digits'));

/** What its tokens look like: a bot's, and an interaction's. */
export const discordToken = z.string().check(z.regex(/^[\w.-]+$/, 'expected a token'));
