import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryDeps } from '../app/delivery-deps.ts';
import { doTask } from '../app/do-task.ts';
import { loadNews, type NewsDeps } from '../app/load-news.ts';
import { fanOut } from '../app/wake.ts';
import type { SendResult } from '../channels/channel.ts';
import { createLocalQueue } from '../channels/local-queue.ts';
import type { Vendor } from '../chat/chat.ts';
import { ENV, type Settings } from '../config/environment.ts';
import type { Store } from '../store/store.ts';
import { tell } from './output.ts';
import { openServices, operatorChats } from './services.ts';

/** What must wait longer is left to a later run. Longer than the claim of a run that was killed. */
const LONGEST_DELAY_SECONDS = 35;

/** So many messages are told one by one; of more only the number, and those that were not sent. */
const TOLD_ONE_BY_ONE = 20;

/**
 * Sends what waits to all chats and tells what became of it; for a service that is not set, tells what would
 * have been sent. A message that no service took makes the run fail.
 */
export async function sendNews(
  settings: Settings,
  store: Store,
  deps: Omit<NewsDeps, 'store'>,
): Promise<void> {
  if (settings.telegram === null) tellMissing('Telegram', [ENV.telegramToken, ENV.telegramChat]);
  if (settings.discord === null && settings.discordWebhook === null)
    tellMissing('Discord', [ENV.discordToken, ENV.discordChannel]);
  const loaded = await loadNews({ ...deps, store });
  if (loaded === undefined) return;
  const services = openServices(settings, store.paces);
  const vendors = Object.keys(services) as Vendor[];
  const tally = createTally(new Set(operatorChats(settings).map(({ address }) => address)));
  const queue = createLocalQueue({
    work: (task) => doTask(delivery, task, tally.count),
    setAside: ({ vendor, address, reason }) => tell(`${vendor}: ${address} was set aside: ${reason}`),
    longestDelaySeconds: LONGEST_DELAY_SECONDS,
  });
  const { chats, deliveries } = store;
  const delivery: DeliveryDeps = { ...loaded, chats, deliveries, queue, services, now: Date.now, sleep };
  await fanOut(delivery, vendors);
  await queue.done();
  tally.tell(vendors);
}

function tellMissing(service: string, names: readonly string[]): void {
  tell(`${service}: would have sent the messages above; set ${names.join(' and ')} in .env to send them`);
}

/** Counts what was sent, and remembers what was not. */
function createTally(operators: ReadonlySet<string>) {
  const lines = new Map<Vendor, string[]>();
  const sent = new Map<Vendor, number>();
  const open = new Map<
    string,
    { readonly vendor: Vendor; readonly address: string; readonly result: SendResult }
  >();
  return {
    count(
      { vendor, address }: { readonly vendor: Vendor; readonly address: string },
      id: string,
      result: SendResult,
    ) {
      const name = `${vendor} ${address} ${id}`;
      open.delete(name);
      if (result.kind !== 'sent') {
        open.set(name, { vendor, address, result });
        return;
      }
      const count = (sent.get(vendor) ?? 0) + 1;
      sent.set(vendor, count);
      const told = lines.get(vendor) ?? [];
      lines.set(vendor, told);
      if (count <= TOLD_ONE_BY_ONE) told.push(`${vendor}: ${id}: ${resultText(result)}`);
    },
    tell(vendors: readonly Vendor[]) {
      for (const vendor of vendors) {
        const count = sent.get(vendor) ?? 0;
        const unsent = [...open.values()].filter((one) => one.vendor === vendor);
        if (count === 0 && unsent.length === 0) tell(`${vendor}: nothing new to send`);
        if (count <= TOLD_ONE_BY_ONE) for (const line of lines.get(vendor) ?? []) tell(line);
        else tell(`${vendor}: ${count} messages sent`);
        for (const { address, result } of unsent) tell(`${vendor}: ${address}: ${resultText(result)}`);
      }
      for (const { address, result } of open.values()) {
        // That somebody left or moved is no failure, unless it is whoever runs the program.
        const isOrdinary = (result.kind === 'gone' && !operators.has(address)) || result.kind === 'moved';
        if (!isOrdinary) process.exitCode = 1;
      }
    },
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
      return `perhaps sent: ${result.reason}`;
    case 'gone':
    case 'retry':
    case 'refused':
      return `not sent: ${result.reason}`;
  }
}
