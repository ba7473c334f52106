import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatKey, Vendor } from '../chats/chat-key.ts';
import type { Settings } from '../config/environment.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Service } from '../delivery/delivery-deps.ts';
import { createPacer, type PaceStore } from '../delivery/pacer.ts';
import { discordChannel, discordWebhook } from '../services/discord/send.ts';
import { telegramChannel } from '../services/telegram/send.ts';

type Services = Readonly<Partial<Record<Vendor, Service>>>;

/** The services that the settings hold a token of, each at the pace that all its senders share. */
export function openServices(settings: Settings, store: PaceStore): Services {
  const channels = [openTelegram(settings), openDiscord(settings)].filter((channel) => channel !== null);
  return Object.fromEntries(
    channels.map((channel) => {
      const limits = channel.pace;
      const pacer = createPacer(channel.vendor, { store, limits, now: Date.now, sleep });
      return [channel.vendor, { channel, pacer }];
    }),
  );
}

/** The chats of whoever runs the program. */
export function operatorChats({ telegram, discord, discordWebhook: webhook }: Settings): readonly ChatKey[] {
  const keys: ChatKey[] = [];
  if (telegram?.chat) keys.push({ vendor: 'telegram', address: telegram.chat });
  if (discord?.chat) keys.push({ vendor: 'discord', address: discord.chat });
  if (webhook !== null) keys.push({ vendor: 'discord', address: `webhook/${webhook.id}` });
  return keys;
}

function openTelegram({ telegram }: Settings): Channel | null {
  if (telegram === null) return null;
  const { token, api } = telegram;
  return telegramChannel({ token, apiRoot: api });
}

/** Discord by bot, by webhook, or both, each for its own chats. */
function openDiscord({ discord, discordWebhook: address }: Settings): Channel | null {
  const bot = discord === null ? null : discordChannel(discord);
  const webhook = address === null ? null : discordWebhook(address);
  if (bot === null || webhook === null) return bot ?? webhook;
  const of = (chat: string) => (chat.startsWith('webhook/') ? webhook : bot);
  return {
    vendor: 'discord',
    pace: bot.pace,
    deduplicates: (chat) => of(chat).deduplicates(chat),
    find: async (message, chat) => of(chat).find?.(message, chat) ?? { kind: 'not-possible' },
    send: (message, to, picture) => of(to.chat).send(message, to, picture),
  };
}
