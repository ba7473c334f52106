import type { Vendor } from '../../chats/chat-key.ts';
import { BOTS } from '../../config/bots.ts';
import { webhookAddress, webhookConnections } from '../../config/functions.ts';
import { botNameOf, proofOf, type SecretName, tokenOf } from '../../config/secrets.ts';
import type { BotAccess } from '../../services/access.ts';
import type { Endpoint, Proofs } from '../../services/bot-set-up.ts';
import type { Operator } from './operator.ts';

/** A bot, and the deployed endpoint to which its service posts what people write. */
export type Deployed = { readonly bot: BotAccess; readonly endpoint: Endpoint };

/** Loads a service's bot and its endpoint. @param given a token; null for the stored one. */
export async function endpointOf(
  { account, secrets, settings }: Operator,
  vendor: Vendor,
  given: string | null,
): Promise<Deployed | 'no token' | 'no stack'> {
  const name = tokenOf(vendor);
  const token = given ?? (await secrets.load([name]))[name];
  if (token === null) return 'no token';
  const stack = await account.loadStack();
  const [plan, proof] = [BOTS[vendor].answers, proofOf(vendor)];
  if (!stack?.webhooks || plan === null || proof === null) return 'no stack';
  const load = async (wanted: SecretName | null) =>
    wanted === null ? null : (await secrets.load([wanted]))[wanted];
  return {
    bot: { token, api: settings.bots[vendor].api },
    endpoint: {
      url: webhookAddress(stack.webhooks, plan.function),
      proof: await load(proof),
      botName: await load(botNameOf(vendor)),
      log: `the log of ${plan.function}`,
      connections: async () => webhookConnections(await account.loadLambdaQuota()),
    },
  };
}

/** Savers for the secret by which a bot recognises its service, and for the bot's name. */
export function proofsOf({ secrets }: Operator, vendor: Vendor): Omit<Proofs, 'newSecret'> {
  const saver = (name: SecretName | null) => async (value: string) => {
    if (name !== null) await secrets.save(name, value);
  };
  return { save: saver(proofOf(vendor)), saveBotName: saver(botNameOf(vendor)) };
}
