import { setTimeout as sleep } from 'node:timers/promises';
import { ensureOperatorChats } from '../../../lib/chats/operator-chats.ts';
import { openServices, operatorChats } from '../../../lib/cli/services.ts';
import { parseEnvironment } from '../../../lib/config/environment.ts';
import { FUNCTIONS } from '../../../lib/config/functions.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { DeliveryDeps } from '../../../lib/delivery/delivery-deps.ts';
import { listDeliveries } from '../../../lib/delivery/list-deliveries.ts';
import { createLocalQueue } from '../../../lib/delivery/local-queue.ts';
import { runTask } from '../../../lib/delivery/run-task.ts';
import { fanOut } from '../../../lib/delivery/wake.ts';
import { renderMessage } from '../../../lib/messages/render.ts';
import { startEmbedded } from '../../../lib/store/embedded.ts';
import { ensureTable } from '../../../lib/store/ensure-table.ts';
import { connectStore } from '../../../lib/store/store.ts';
import { transition } from '../../contract/stored.ts';

/**
 * Sends a warning and a digest to the chats of the environment, twice, as the program does. Prints what was recorded
 * of them and which functions a deployment has. Argument: a folder for the store.
 */
const day = parseDay('2026-05-27');
const news = { day, from: day, transitions: [transition(day, 'foundryusa')], signals: [], retracted: [] };
const settings = parseEnvironment(process.env);
const dynamo = await startEmbedded(process.argv[2]!);
await ensureTable('table', dynamo.config);
const store = connectStore('table', dynamo.config);
const services = openServices(settings, store.paces);
const vendors = Object.keys(services) as (keyof typeof services)[];
const queue = createLocalQueue({
  work: (task) => runTask(deps, task),
  deadLetter: ({ reason }) => console.error(reason),
  longestDelaySeconds: 5,
  sleep,
});
const deps: DeliveryDeps = {
  ...{ news, services, queue, sleep, chats: store.chats, deliveries: store.deliveries },
  own: () => [],
  compose: async ({ kind, day: on }) =>
    renderMessage({ id: `${kind}-${on}`, title: `The ${kind} of ${on}`, severity: 'info', sections: [] }),
  now: () => Date.parse('2026-05-28T12:00:00Z'),
};
await ensureOperatorChats(store.chats, operatorChats(settings));
for (let run = 1; run <= 2; run++) {
  await fanOut(deps, vendors);
  await queue.done();
}
const records: string[] = [];
for await (const { vendor, chat, message, status } of listDeliveries(store, deps, day))
  records.push(`${vendor} ${chat} ${message} ${status}`);
const paces = await Promise.all(vendors.map((vendor) => store.paces.loadPace(vendor)));
console.log(
  JSON.stringify({
    records,
    leased: paces.map((pace) => pace !== undefined && pace.given.length > 0),
    functions: FUNCTIONS.map(({ name }) => name),
  }),
);
await store.close();
await dynamo.close();
