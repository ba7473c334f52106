import { webhookAddress, webhookConnections } from '../../config/functions.ts';
import type { SecretName } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { discordApplication } from '../../services/discord/set-up.ts';
import { connectTelegram } from '../../services/telegram/client.ts';
import { telegramAnswer } from '../../services/telegram/set-up.ts';
import { ALLOWED_UPDATES } from '../../services/telegram/update.ts';
import { now } from '../../world.ts';
import { type Look, notUsed, ok, type Seen, wrong } from './finding.ts';
import type { Operator } from './operator.ts';

/** An error of Telegram's that is older than this is over. */
const RECENT_SECONDS = 3600;

/** Whether both services bring what people say to the deployed bots. */
export function webhookLooks(operator: Operator): readonly Look[] {
  return [
    {
      what: 'Telegram webhook',
      at: () => withBot(operator, 'telegram-bot-token', (token, base) => telegram(operator, token, base)),
    },
    {
      what: 'Discord interactions',
      at: () => withBot(operator, 'discord-bot-token', (token, base) => discord(operator, token, base)),
    },
  ];
}

async function telegram({ account, telegramApi }: Operator, token: string, base: string): Promise<Seen> {
  const expected = webhookAddress(base, 'telegram-webhook');
  const info = await telegramAnswer(token, connectTelegram({ token, apiRoot: telegramApi }).getWebhookInfo());
  const { url = '', allowed_updates: kinds = [], pending_update_count: waiting } = info;
  if (url !== expected)
    return wrong(url === '' ? 'not set' : `updates go to ${url}, not to ${expected}`, 'npm run setup');
  const connections = webhookConnections(await account.loadLambdaQuota());
  if (info.max_connections !== connections)
    return wrong(
      `brings ${info.max_connections ?? 'any number of'} updates at a time; the account's Lambdas carry ${connections}`,
      'npm run setup',
    );
  const missing = ALLOWED_UPDATES.filter((kind) => !kinds.includes(kind));
  if (missing.length > 0) return wrong(`does not bring ${missing.join(', ')}`, 'npm run setup');
  const { last_error_date: at = 0, last_error_message: message = 'an error' } = info;
  if (waiting > 0 && now() - at < RECENT_SECONDS)
    return wrong(`${waiting} updates wait; Telegram says: ${message}`, 'see the log of telegram-webhook');
  return ok(`updates go to ${url}`);
}

async function discord({ secrets, discordApi }: Operator, token: string, base: string): Promise<Seen> {
  const expected = webhookAddress(base, 'discord-interactions');
  const { interactions_endpoint_url: url, verify_key: key } = await discordApplication(token, discordApi);
  const { 'discord-public-key': stored } = await secrets.load(['discord-public-key']);
  if (stored !== key) return wrong('the stored public key is not that of the application', 'npm run setup');
  if (url !== expected)
    return wrong(url ? `interactions go to ${url}, not to ${expected}` : 'not set', 'npm run setup');
  return ok(`interactions go to ${url}`);
}

async function withBot(
  { account, secrets, settings }: Operator,
  name: SecretName,
  look: (token: string, base: string) => Promise<Seen>,
): Promise<Seen> {
  const { [name]: token } = await secrets.load([name]);
  if (token === null) return notUsed('no token');
  const stack = await account.loadStack(stackName(settings.stage));
  if (stack === null || stack.webhooks === null) return wrong('nothing is deployed', 'npm run deploy');
  return look(token, stack.webhooks);
}
