import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { DEAD_LETTERS, planOf } from '../lib/config/functions.ts';
import { openChartRenderer } from '../lib/lambda/chart-renderer.ts';
import { deliveryWork } from '../lib/lambda/deliveries.ts';
import { queued } from '../lib/lambda/queued.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { openDiscord } from '../lib/services/discord/send.ts';

const settings = parseFunctionEnvironment(process.env, ['deliver-discord', DEAD_LETTERS]);
const { queues, secrets, bots } = settings;
const openChannel = fromSecrets(secrets, ['discord-bot-token'], ({ 'discord-bot-token': token }) =>
  openDiscord({ ...bots.discord, token }),
);

export const handler = queued(
  deliveryWork(settings, {
    queues: { discord: queues['deliver-discord'], deadLetters: queues[DEAD_LETTERS] },
    openChannel,
    openChartRenderer,
  }),
  { queue: queues['deliver-discord'], plan: planOf('deliver-discord') },
);
