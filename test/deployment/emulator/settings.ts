/**
 * Placeholders for the services' addresses in the synthesised stack. Each deployment replaces them with those of its
 * own peers, since no two may share a service's state.
 */
export const ADDRESSES = {
  mempool: 'http://mempool.invalid',
  telegram: 'http://telegram.invalid',
  discord: 'http://discord.invalid/api',
} as const;

/** The operator's own chats. */
export const OWN_TELEGRAM_CHAT = -1002000000001;
export const OWN_DISCORD_CHANNEL = '140000000000000009';

/** The `.env` from which the stack is synthesised. */
export const SETTINGS: Readonly<Record<string, string>> = {
  HASHTILT_MEMPOOL_URL: ADDRESSES.mempool,
  HASHTILT_MEMPOOL_PACE_MS: '0',
  HASHTILT_TELEGRAM_API: ADDRESSES.telegram,
  HASHTILT_DISCORD_API: ADDRESSES.discord,
  TELEGRAM_CHAT_ID: String(OWN_TELEGRAM_CHAT),
  DISCORD_CHANNEL_ID: OWN_DISCORD_CHANNEL,
};
