import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import type { ChatStore } from '../chats/chat-store.ts';
import { ensureOperatorChats } from '../chats/operator-chats.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { type SecretName, tokenOf } from '../config/secrets.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { dropDueOfOthers } from '../delivery/wake.ts';
import { ssmSecrets } from '../store/secrets.ts';
import { sendingClock } from '../world.ts';

/** Makes a function that tells which services have a bot. It sees that a token is stored, and cannot read it. */
export function botsAt(path: string): () => Promise<readonly Vendor[]> {
  const secrets = ssmSecrets<SecretName>(path);
  return async () => {
    const found = await secrets.which(VENDORS.map(tokenOf));
    return VENDORS.filter((vendor) => found.includes(tokenOf(vendor)));
  };
}

/** The same, once the operator's chats are stored and no shard of a service without a bot is due. */
export function botsWithOwnChats(
  settings: FunctionSettings,
  { chats, deliveries }: { readonly chats: ChatStore; readonly deliveries: DeliveryStore },
): () => Promise<readonly Vendor[]> {
  const find = botsAt(settings.secrets);
  const chatOf = (vendor: Vendor) => {
    const { chat: address, topic } = settings.bots[vendor];
    return address === null ? [] : [{ vendor, address, topic }];
  };
  return async () => {
    const bots = await find();
    await ensureOperatorChats(chats, bots.flatMap(chatOf), false);
    await dropDueOfOthers({ deliveries, now: sendingClock.now }, bots);
    return bots;
  };
}
