import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import type { ChatStore } from '../chats/chat-store.ts';
import { ensureOperatorChats } from '../chats/operator-chats.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { type SecretName, tokenOf } from '../config/secrets.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { dropDueOfOthers } from '../delivery/wake.ts';
import { ssmSecrets } from '../store/secrets.ts';
import { sendingClock } from '../world.ts';

/** Creates a function that finds the services with a bot. It sees whether a token is stored but cannot read it. */
export function botFinder(path: string): () => Promise<readonly Vendor[]> {
  const secrets = ssmSecrets<SecretName>(path);
  return async () => {
    const found = await secrets.which(VENDORS.map(tokenOf));
    return VENDORS.filter((vendor) => found.includes(tokenOf(vendor)));
  };
}

/** The same, after saving the operator's chats and dropping what is due for services without a bot. */
export function botsWithOperatorChats(
  settings: FunctionSettings,
  { chats, deliveries }: { readonly chats: ChatStore; readonly deliveries: DeliveryStore },
): () => Promise<readonly Vendor[]> {
  const find = botFinder(settings.secrets);
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
