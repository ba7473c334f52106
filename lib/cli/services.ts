import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import type { OperatorChat } from '../chats/operator-chats.ts';
import type { Settings } from '../config/environment.ts';
import type { Service } from '../delivery/delivery-deps.ts';
import { createPacer, type PaceStore } from '../delivery/pacer.ts';
import { CHANNELS } from '../services/services.ts';
import { sendingClock } from '../world.ts';

type Services = Readonly<Partial<Record<Vendor, Service>>>;

/** Opens the services that have a token or webhook, each with the rate limit that all its senders share. */
export function openServices({ bots }: Settings, store: PaceStore): Services {
  const channels = VENDORS.map((vendor) => CHANNELS[vendor](bots[vendor])).filter((one) => one !== null);
  return Object.fromEntries(
    channels.map((channel) => {
      const { vendor, pace: limits } = channel;
      return [vendor, { channel, pacer: createPacer(vendor, { ...sendingClock, store, limits }) }];
    }),
  );
}

/** The operator's own chats. */
export function operatorChats({ bots }: Pick<Settings, 'bots'>): readonly OperatorChat[] {
  return VENDORS.flatMap((vendor) => {
    const { token, chat, topic, webhook } = bots[vendor];
    return [
      ...(token === null || chat === null ? [] : [{ vendor, address: chat, topic }]),
      ...(webhook === null ? [] : [{ vendor, address: `webhook/${webhook.id}`, topic: null }]),
    ];
  });
}
