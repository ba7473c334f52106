import { OWN_DISCORD_CHANNEL, OWN_TELEGRAM_CHAT } from './settings.ts';

/** Users and a group on Telegram. */
export const PERSON = 7;
export const GROUP = -1001234567890;
export const ADMIN = 8;
const MEMBER = 9;

/** Channels and a server on Discord. */
export const CHANNEL = '140000000000000001';
export const DIRECT = '140000000000000002';
const SERVER = '130000000000000001';

/** MANAGE_GUILD, as Discord writes permissions. */
export const MANAGES = '32';

export const TELEGRAM_CHATS = [
  PERSON,
  { id: GROUP, members: { [ADMIN]: 'administrator', [MEMBER]: 'member' } },
  { id: OWN_TELEGRAM_CHAT },
] as const;

export const DISCORD_CHANNELS = [
  { id: CHANNEL, guild: SERVER },
  { id: DIRECT, type: 1 },
  { id: OWN_DISCORD_CHANNEL, guild: SERVER },
] as const;

/** More chats of both services; nothing is stored about one until it changes. */
export const CROWD = {
  telegram: { from: 100_000, count: 10_000 },
  discord: { from: '150000000000000000', count: 10_000 },
} as const;
