import type { ChatKey, Vendor } from '../chat/chat.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import type { SecretName } from '../config/secrets.ts';
import { ssmSecrets } from '../store/secrets.ts';

const VENDORS = ['telegram', 'discord'] as const;

/** Makes a question: which services have a bot. Whoever asks sees that a token is there and cannot read it. */
export function botsAt(path: string): () => Promise<readonly Vendor[]> {
  const secrets = ssmSecrets<SecretName>(path);
  return async () => {
    const found = await secrets.which(VENDORS.map((vendor) => `${vendor}-bot-token` as const));
    return VENDORS.filter((vendor) => found.includes(`${vendor}-bot-token`));
  };
}

/** The chats of whoever runs the deployment, of services that have a bot. */
export function ownChats(
  { telegramChat, discordChannel }: Pick<FunctionSettings, 'telegramChat' | 'discordChannel'>,
  bots: readonly Vendor[],
): readonly ChatKey[] {
  const chats = { telegram: telegramChat, discord: discordChannel };
  return bots.flatMap((vendor) => {
    const address = chats[vendor];
    return address === null ? [] : [{ vendor, address }];
  });
}
