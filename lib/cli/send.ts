import { type ChatKey, SERVICE_NAMES, VENDORS, type Vendor } from '../chats/chat-key.ts';
import { BOTS } from '../config/bots.ts';
import type { Settings } from '../config/environment.ts';
import type { SendResult } from '../delivery/channel.ts';
import type { DeliveryDeps } from '../delivery/delivery-deps.ts';
import { newsDrawer } from '../delivery/draw-news.ts';
import { loadNews, type NewsDeps } from '../delivery/load-news.ts';
import { createLocalQueue } from '../delivery/local-queue.ts';
import { runTask } from '../delivery/run-task.ts';
import { fanOut } from '../delivery/wake.ts';
import { createChartRenderer } from '../messages/charts/resvg.ts';
import type { Store } from '../store/store.ts';
import { sendingClock } from '../world.ts';
import { printStatus } from './output.ts';
import { openServices, operatorChats } from './services.ts';

/** Messages that must wait longer are left to a later run. Longer than a killed run's claim on a delivery. */
const MAX_DELAY_SECONDS = 35;

/** Up to this many sent messages are listed; more are only counted. Messages not sent are always listed. */
const MAX_LISTED = 20;

/** Sends pending messages to all chats and reports the results. @returns false if a message failed to go out. */
export async function sendNews(
  settings: Settings,
  store: Store,
  deps: Omit<NewsDeps, 'store'>,
  say: (line: string) => void,
): Promise<boolean> {
  const loaded = await loadNews({ ...deps, store });
  if (loaded === undefined) return true;
  const services = openServices(settings, store.paces);
  const vendors = Object.keys(services) as Vendor[];
  const tally = createTally(new Set(operatorChats(settings).map(({ address }) => address)));
  const queue = createLocalQueue({
    work: (task) => runTask(delivery, task, tally.count),
    deadLetter: ({ vendor, address, reason }) => say(`${vendor}: ${address} could not be sent to: ${reason}`),
    longestDelaySeconds: MAX_DELAY_SECONDS,
    sleep: sendingClock.sleep,
  });
  const { chats, deliveries } = store;
  const { ledger, ...news } = loaded;
  const draw = newsDrawer({ ledger, knowledge: deps.knowledge, openChartRenderer: createChartRenderer });
  const delivery: DeliveryDeps = {
    ...news,
    draw,
    chats,
    deliveries,
    queue,
    services,
    ...sendingClock,
    onChatsOff: (count) => say(`${count} chats are paused: they refused messages on three different days`),
    onRefusedAtLarge: onceEach((vendor) =>
      say(`${vendor}: too many chats refuse messages, so none is paused`),
    ),
    onBarred: (vendor, reason) =>
      say(`${vendor}: accepts nothing from this sender (${reason}); messages stay pending until it does`),
  };
  await fanOut(delivery, vendors);
  await queue.done();
  tally.report(vendors, say);
  return tally.isWell();
}

/** For each service without a bot or webhook, prints which settings would have sent the messages. */
export function printMissingBots({ bots }: Settings): void {
  for (const vendor of VENDORS) {
    if (bots[vendor].token !== null || bots[vendor].webhook !== null) continue;
    const names = [BOTS[vendor].token.name, BOTS[vendor].chat.name].join(' and ');
    printStatus(
      `${SERVICE_NAMES[vendor]}: would have sent the messages above; to send them, set ${names} in .env`,
    );
  }
}

function onceEach(act: (vendor: Vendor) => void): (vendor: Vendor) => void {
  const done = new Set<Vendor>();
  return (vendor) => {
    if (!done.has(vendor)) act(vendor);
    done.add(vendor);
  };
}

function createTally(operators: ReadonlySet<string>) {
  const sent = new Map<Vendor, { count: number; readonly lines: string[] }>();
  const open = new Map<string, ChatKey & { readonly result: SendResult }>();
  return {
    count({ vendor, address }: ChatKey, id: string, result: SendResult) {
      const name = `${vendor} ${address} ${id}`;
      open.delete(name);
      if (result.kind !== 'sent') {
        open.set(name, { vendor, address, result });
        return;
      }
      const own = sent.get(vendor) ?? { count: 0, lines: [] };
      sent.set(vendor, own);
      own.count += 1;
      if (own.count <= MAX_LISTED) own.lines.push(`${vendor}: ${id}: ${resultText(result)}`);
    },
    report(vendors: readonly Vendor[], say: (line: string) => void) {
      for (const vendor of vendors) {
        const { count, lines } = sent.get(vendor) ?? { count: 0, lines: [] };
        const unsent = [...open.values()].filter((one) => one.vendor === vendor);
        if (count === 0 && unsent.length === 0) say(`${vendor}: nothing new to send`);
        if (count <= MAX_LISTED) for (const line of lines) say(line);
        else say(`${vendor}: ${count} messages sent`);
        for (const { address, result } of unsent) say(`${vendor}: ${address}: ${resultText(result)}`);
      }
    },
    /** A chat that has left or moved is no failure, unless one of the operator's own has left. */
    isWell: () =>
      [...open.values()].every(
        ({ address, result }) =>
          (result.kind === 'gone' && !operators.has(address)) || result.kind === 'moved',
      ),
  };
}

function resultText(result: SendResult): string {
  switch (result.kind) {
    case 'sent':
      return `sent (message ${result.messageId})${result.note === undefined ? '' : `, ${result.note}`}`;
    case 'moved':
      return `not sent: the chat is now ${result.chat}`;
    case 'wait':
      return `not sent: the service asks to wait ${result.seconds} s`;
    case 'unknown':
      return `possibly sent: ${result.reason}`;
    case 'gone':
    case 'retry':
    case 'refused':
    case 'barred':
      return `not sent: ${result.reason}`;
  }
}
