/** Names under which the two published descriptions lie in the folder that HASHTILT_SPECS names. */
export const TELEGRAM_FILE = 'telegram-bot-api-10.1.json';
export const DISCORD_FILE = 'discord-openapi-2026-07-18.json';
