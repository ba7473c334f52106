/**
 * Where the services are while nothing is deployed yet. A deployment gets the addresses of peers of its own in
 * their place, since two of them must not share what a service remembers.
 */
export const ADDRESSES = {
  mempool: 'http://mempool.invalid',
  telegram: 'http://telegram.invalid',
  discord: 'http://discord.invalid/api',
} as const;

/** Of whoever runs the deployment. */
export const OWN_TELEGRAM_CHAT = -1002000000001;
export const OWN_DISCORD_CHANNEL = '140000000000000009';

/** What stands in `.env` when the stack is synthesised. */
export const SETTINGS: Readonly<Record<string, string>> = {
  HASHTILT_MEMPOOL_URL: ADDRESSES.mempool,
  HASHTILT_MEMPOOL_PACE_MS: '0',
  HASHTILT_TELEGRAM_API: ADDRESSES.telegram,
  HASHTILT_DISCORD_API: ADDRESSES.discord,
  TELEGRAM_CHAT_ID: String(OWN_TELEGRAM_CHAT),
  DISCORD_CHANNEL_ID: OWN_DISCORD_CHANNEL,
};
