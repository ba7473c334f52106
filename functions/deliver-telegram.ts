import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { DEAD_LETTERS } from '../lib/config/functions.ts';
import { openChartRenderer } from '../lib/lambda/chart-renderer.ts';
import { deliveryWork } from '../lib/lambda/deliveries.ts';
import { queued } from '../lib/lambda/queued.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { openTelegram } from '../lib/services/telegram/send.ts';

const settings = parseFunctionEnvironment(process.env, ['deliver-telegram', DEAD_LETTERS]);
const { queues, secrets, bots } = settings;
const openChannel = fromSecrets(secrets, ['telegram-bot-token'], ({ 'telegram-bot-token': token }) =>
  openTelegram({ ...bots.telegram, token }),
);

export const handler = queued(
  deliveryWork(settings, {
    queues: { telegram: queues['deliver-telegram'], deadLetters: queues[DEAD_LETTERS] },
    openChannel,
    openChartRenderer,
  }),
);
