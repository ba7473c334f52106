import { VENDORS } from '../lib/chats/chat-key.ts';
import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { DEAD_LETTERS, delivererOf } from '../lib/config/functions.ts';
import { deliveryWork } from '../lib/lambda/deliveries.ts';
import { queued } from '../lib/lambda/queued.ts';

const sendsTo = ['fan-out', ...VENDORS.map(delivererOf), DEAD_LETTERS] as const;
const settings = parseFunctionEnvironment(process.env, sendsTo);

export const handler = queued(
  deliveryWork(settings, {
    queues: {
      shards: settings.queues['fan-out'],
      ...Object.fromEntries(VENDORS.map((vendor) => [vendor, settings.queues[delivererOf(vendor)]])),
      deadLetters: settings.queues[DEAD_LETTERS],
    },
  }),
);
