/**
 * The single-machine process sending one message to many chats: `node test/bench/delivery-process.ts STORE
 * TELEGRAM_URL`. Reports its memory from the first task to the last answer.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultRules } from '../../lib/config/default-rules.ts';
import type { DeliveryDeps } from '../../lib/delivery/delivery-deps.ts';
import { loadNews } from '../../lib/delivery/load-news.ts';
import { createLocalQueue } from '../../lib/delivery/local-queue.ts';
import { createPacer } from '../../lib/delivery/pacer.ts';
import { runTask } from '../../lib/delivery/run-task.ts';
import { fanOut } from '../../lib/delivery/wake.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';

const [path = '', apiRoot = ''] = process.argv.slice(2);

/** Faster than any service allows, so that it does not limit the measurement. */
const limits = { start: 2000, least: 2000, most: 2000 };

const store = await openEmbeddedStore(path);
const evaluation = {
  rules: defaultRules(),
  knowledge: 'then',
  reportUrl: null,
} as const;
const loaded = await loadNews({ ...evaluation, store });
if (loaded === undefined) throw new Error('the store holds no digest');

let [sent, most, mostOwn] = [0, 0, 0];
/** Kilobytes without file pages, which the system can reclaim: LevelDB maps its tables. */
const ownKilobytes = () =>
  Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
const watch = () => {
  most = Math.max(most, process.memoryUsage().rss);
  mostOwn = Math.max(mostOwn, ownKilobytes());
};
const timer = setInterval(watch, 50);
const queue = createLocalQueue({
  work: (task) =>
    runTask(delivery, task, (_chat, _id, { kind }) => {
      if (kind === 'sent') sent += 1;
    }),
  deadLetter: (what) => console.error(what),
  longestDelaySeconds: 35,
  sleep,
});
const delivery: DeliveryDeps = {
  ...loaded,
  chats: store.chats,
  deliveries: store.deliveries,
  queue,
  services: {
    telegram: {
      channel: telegramChannel({ token: '123456:generated-token', apiRoot }),
      pacer: createPacer('telegram', { store: store.paces, limits, now: Date.now, sleep }),
    },
  },
  now: Date.now,
  sleep,
};
const start = performance.now();
await fanOut(delivery, ['telegram']);
await queue.done();
watch();
clearInterval(timer);
await store.close();
console.log(
  JSON.stringify({
    sent,
    seconds: (performance.now() - start) / 1000,
    megabytes: most / 2 ** 20,
    ownMegabytes: mostOwn / 1024,
  }),
);
