import type { PlacePicture } from '../bot/picture-work.ts';
import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import type { Channel } from '../delivery/channel.ts';
import type { ServiceAccess } from './access.ts';
import type { BotSetUp } from './bot-set-up.ts';
import { discordPictures } from './discord/add-picture.ts';
import { openDiscord } from './discord/send.ts';
import { discordSetUp } from './discord/set-up.ts';
import type { PictureDeps } from './picture.ts';
import { telegramPictures } from './telegram/add-picture.ts';
import { openTelegram } from './telegram/send.ts';
import { telegramSetUp } from './telegram/set-up.ts';

/** Opens each service's channel; null if it is not set up. */
export const CHANNELS: Readonly<Record<Vendor, (access: ServiceAccess) => Channel | null>> = {
  telegram: openTelegram,
  discord: openDiscord,
};

/** Adds pictures to the replies that wait for them, by service. */
const PICTURES: Readonly<Record<Vendor, (access: ServiceAccess, deps: PictureDeps) => PlacePicture>> = {
  telegram: telegramPictures,
  discord: discordPictures,
};

/** The set-up of each service's bot; null for a service that only sends messages. */
export const SET_UPS: Readonly<Record<Vendor, BotSetUp | null>> = {
  telegram: telegramSetUp,
  discord: discordSetUp,
};

/** Opens the functions that add pictures to waiting replies. */
export function picturePlacers(
  access: Readonly<Record<Vendor, ServiceAccess>>,
  deps: PictureDeps,
): Readonly<Record<Vendor, PlacePicture>> {
  return Object.fromEntries(
    VENDORS.map((vendor) => [vendor, PICTURES[vendor](access[vendor], deps)]),
  ) as Record<Vendor, PlacePicture>;
}
