import { type DiscordPeer, startDiscordPeer } from './discord-peer.ts';
import { startTelegramPeer, type TelegramPeer } from './telegram-peer.ts';

const TELEGRAM = { token: '123456:generated-token', chat: -1001234567890 };
const DISCORD = { token: 'generated.discord.token', channel: '140000000000000001' };

/** Local Telegram and Discord peers, with the settings that point the program at them. */
export type Services = {
  readonly telegram: TelegramPeer;
  readonly discord: DiscordPeer;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

export async function startServices(): Promise<Services> {
  const [telegram, discord] = await Promise.all([
    startTelegramPeer({ token: TELEGRAM.token, chats: [TELEGRAM.chat] }),
    startDiscordPeer({ token: DISCORD.token, channels: [DISCORD.channel] }),
  ]);
  return {
    telegram,
    discord,
    env: {
      TELEGRAM_BOT_TOKEN: TELEGRAM.token,
      TELEGRAM_CHAT_ID: String(TELEGRAM.chat),
      HASHTILT_TELEGRAM_API: telegram.url,
      DISCORD_BOT_TOKEN: DISCORD.token,
      DISCORD_CHANNEL_ID: DISCORD.channel,
      HASHTILT_DISCORD_API: discord.url,
    },
    close: async () => {
      await Promise.all([telegram.close(), discord.close()]);
    },
  };
}

/**
 * The first line of every message that reached each service, without escapes. On Telegram a picture follows a text
 * that is too long to stand under it, and has no line of its own.
 */
export function titlesAt({ telegram, discord }: Services) {
  return {
    telegram: telegram.sent.flatMap(({ text }) => (text === '' ? [] : [text.split('\n')[0]])),
    discord: discord.sent.map(({ payload }) => payload.embeds?.[0]?.title?.replaceAll('\\', '')),
  };
}
