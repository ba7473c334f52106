import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { DEAD_LETTERS } from '../lib/config/functions.ts';
import { deliveryWork } from '../lib/lambda/deliveries.ts';
import { queued } from '../lib/lambda/queued.ts';

const sendsTo = ['fan-out', 'deliver-telegram', 'deliver-discord', DEAD_LETTERS] as const;
const settings = parseFunctionEnvironment(process.env, sendsTo);

export const handler = queued(
  deliveryWork(settings, {
    queues: {
      shards: settings.queues['fan-out'],
      telegram: settings.queues['deliver-telegram'],
      discord: settings.queues['deliver-discord'],
      deadLetters: settings.queues[DEAD_LETTERS],
    },
  }),
);
