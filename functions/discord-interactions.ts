import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { botDependencies } from '../lib/lambda/bot-dependencies.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { webhook } from '../lib/lambda/webhook.ts';
import { discordEndpoint } from '../lib/services/discord/endpoint.ts';

const { table, secrets, queues, siteUrl } = parseFunctionEnvironment(process.env, ['chat-work']);
const chat = botDependencies(table, queues['chat-work'], siteUrl);

export const handler = webhook(
  fromSecrets(secrets, ['discord-public-key'], ({ 'discord-public-key': key }) =>
    key === null ? null : discordEndpoint(chat, key),
  ),
);
