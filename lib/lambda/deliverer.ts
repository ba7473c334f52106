import type { Vendor } from '../chats/chat-key.ts';
import { parseFunctionEnvironment } from '../config/function-environment.ts';
import { DEAD_LETTERS, delivererOf, planOf } from '../config/functions.ts';
import { tokenOf } from '../config/secrets.ts';
import type { CHANNELS } from '../services/services.ts';
import { openChartRenderer } from './chart-renderer.ts';
import { deliveryWork } from './deliveries.ts';
import { queued } from './queued.ts';
import { fromSecrets } from './secrets.ts';

/** Creates the handler that sends to the chats of a service. @param open opens the service; null without a token. */
export function deliverer(vendor: Vendor, open: (typeof CHANNELS)[Vendor]) {
  const name = delivererOf(vendor);
  const { queues, ...settings } = parseFunctionEnvironment(process.env, [name, DEAD_LETTERS]);
  const token = tokenOf(vendor);
  const openChannel = fromSecrets(settings.secrets, [token], (stored) =>
    open({ ...settings.bots[vendor], token: stored[token] }),
  );
  return queued(
    deliveryWork(settings, {
      queues: { [vendor]: queues[name], deadLetters: queues[DEAD_LETTERS] },
      openChannel,
      openChartRenderer,
    }),
    { queue: queues[name], plan: planOf(name) },
  );
}
