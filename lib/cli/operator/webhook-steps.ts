import { webhookAddress, webhookConnections } from '../../config/functions.ts';
import type { SecretName } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { connectDiscord } from '../../services/discord/client.ts';
import { discordApplication, setInteractionsEndpoint } from '../../services/discord/set-up.ts';
import { connectTelegram } from '../../services/telegram/client.ts';
import { setTelegramWebhook, telegramAnswer } from '../../services/telegram/set-up.ts';
import { newSecret } from '../../world.ts';
import type { Operator } from './operator.ts';
import { done, failed, type Step, type StepResult, skipped } from './steps.ts';

/** Has Telegram bring what people say to the deployed bot. */
export function telegramWebhookStep(operator: Operator, given: string | null): Step {
  const { account, secrets, telegramApi } = operator;
  return {
    name: 'Telegram webhook',
    does: 'have Telegram bring updates to the deployed bot, with a secret that is made once and stored in SSM',
    act: () =>
      withBot(operator, 'telegram-bot-token', given, async (token, base) => {
        const url = webhookAddress(base, 'telegram-webhook');
        const { 'telegram-webhook-secret': stored } = await secrets.load(['telegram-webhook-secret']);
        const secret = stored ?? newSecret();
        // Before Telegram brings anything.
        if (stored === null) await secrets.save('telegram-webhook-secret', secret);
        const connections = webhookConnections(await account.loadLambdaQuota());
        await telegramAnswer(
          token,
          setTelegramWebhook(connectTelegram({ token, apiRoot: telegramApi }), url, secret, connections),
        );
        return done(`updates go to ${url}, ${connections} at a time at most`);
      }),
  };
}

/** Has Discord post what people do to the deployed bot. */
export function discordEndpointStep(operator: Operator, given: string | null): Step {
  const { secrets, discordApi } = operator;
  return {
    name: 'Discord interactions',
    does: "store the application's public key in SSM, and have Discord post interactions to the deployed bot",
    act: () =>
      withBot(operator, 'discord-bot-token', given, async (token, base) => {
        const url = webhookAddress(base, 'discord-interactions');
        const { verify_key: key } = await discordApplication(token, discordApi);
        // Discord asks the bot while it saves the address, signed rightly and wrongly.
        await secrets.save('discord-public-key', key);
        try {
          await setInteractionsEndpoint(connectDiscord(token, { api: discordApi }), url);
        } catch (error) {
          return failed(
            `${(error as Error).message}; it asks ${url} meanwhile: see the log of discord-interactions`,
          );
        }
        return done(`interactions go to ${url}`);
      }),
  };
}

/** Takes both addresses back, where they are those of this deployment: nobody would answer there. */
export function webhookRemovals(operator: Operator): readonly Step[] {
  const { telegramApi, discordApi } = operator;
  const remove = (name: SecretName, act: (token: string, base: string) => Promise<StepResult>) =>
    withBot(operator, name, null, act, skipped('there is no stack'));
  return [
    {
      name: 'Telegram webhook',
      does: 'have Telegram keep updates, where it brings them to this deployment',
      act: () =>
        remove('telegram-bot-token', async (token, base) => {
          const api = connectTelegram({ token, apiRoot: telegramApi });
          const { url = '' } = await telegramAnswer(token, api.getWebhookInfo());
          if (url !== webhookAddress(base, 'telegram-webhook')) return skipped('updates do not come here');
          await telegramAnswer(token, api.deleteWebhook());
          return done('updates are kept by Telegram for a day');
        }),
    },
    {
      name: 'Discord interactions',
      does: 'have Discord hand interactions out through its gateway, where it posts them to this deployment',
      act: () =>
        remove('discord-bot-token', async (token, base) => {
          const { interactions_endpoint_url: url } = await discordApplication(token, discordApi);
          if (url !== webhookAddress(base, 'discord-interactions'))
            return skipped('interactions do not come here');
          await setInteractionsEndpoint(connectDiscord(token, { api: discordApi }), null);
          return done('interactions are handed out through the gateway');
        }),
    },
  ];
}

/** Does something that needs a bot's token, given or stored, and the base address of the webhooks. */
async function withBot(
  { account, secrets, settings }: Operator,
  name: SecretName,
  given: string | null,
  act: (token: string, base: string) => Promise<StepResult>,
  withoutStack: StepResult = failed('nothing is deployed: npm run deploy'),
): Promise<StepResult> {
  const token = given ?? (await secrets.load([name]))[name];
  if (token === null) return skipped('no token given');
  const stack = await account.loadStack(stackName(settings.stage));
  return stack?.webhooks ? act(token, stack.webhooks) : withoutStack;
}
