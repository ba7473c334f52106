/** View channels, send messages, embed links, attach files: what a bot that posts warnings needs, and no more. */
const DISCORD_PERMISSIONS = [10, 11, 14, 15].reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);

/** In a channel a bot must be an administrator to post; it may post and edit, nothing else. */
const TELEGRAM_RIGHTS = 'post_messages+edit_messages';

/** Where an administrator adds the bot to a Discord server. */
export function discordInvite(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(DISCORD_PERMISSIONS),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** Where people add the bot to a Telegram group or channel. */
export function telegramInvites(username: string): { readonly group: string; readonly channel: string } {
  return {
    group: `https://t.me/${username}?startgroup=true`,
    channel: `https://t.me/${username}?startchannel&admin=${TELEGRAM_RIGHTS}`,
  };
}
