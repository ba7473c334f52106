import type { FunctionSettings } from '../config/function-environment.ts';
import type { Channel, SendResult } from '../delivery/channel.ts';
import type { DeliveryDeps } from '../delivery/delivery-deps.ts';
import { newsDrawer } from '../delivery/draw-news.ts';
import { type LoadedNews, newsLoader } from '../delivery/load-news.ts';
import { createPacer, type PaceStore } from '../delivery/pacer.ts';
import { runTask } from '../delivery/run-task.ts';
import type { TaskQueue } from '../delivery/task.ts';
import type { ChartRenderer } from '../messages/charts/resvg.ts';
import { dynamoChatStore } from '../store/dynamo-chat-store.ts';
import { dynamoDeliveryStore } from '../store/dynamo-delivery-store.ts';
import { dynamoLedgerStore } from '../store/dynamo-ledger-store.ts';
import { dynamoMessageStore } from '../store/dynamo-message-store.ts';
import { dynamoPaceStore } from '../store/dynamo-pace-store.ts';
import { dynamoWarningStore } from '../store/dynamo-warning-store.ts';
import { connectTable } from '../store/table.ts';
import { sendingClock } from '../world.ts';
import { alarm } from './alarm.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { logger } from './operations.ts';
import { parseTask, type QueueUrls, sqsTaskQueue } from './sqs-queue.ts';

export type DeliveryParts = {
  readonly queues: QueueUrls;
  /** Opens the function's service; null while it has no token. Without this, nothing is sent. */
  readonly openChannel?: () => Promise<Channel | null>;
  readonly openChartRenderer?: () => Promise<ChartRenderer>;
};

const MAX_REASONS = 5;

/** Creates the function that runs delivery tasks, from any queue; it returns what to log of each. */
export function deliveryWork(
  settings: Pick<FunctionSettings, 'table' | 'reportUrl' | 'siteUrl'>,
  { queues, openChannel = async () => null, openChartRenderer }: DeliveryParts,
): (body: string, deadline?: number) => Promise<Readonly<Record<string, unknown>>> {
  const table = connectTable(settings.table, {});
  const store = {
    ledger: dynamoLedgerStore(table),
    warnings: dynamoWarningStore(table),
    messages: dynamoMessageStore(table),
  };
  const stores = { chats: dynamoChatStore(table), deliveries: dynamoDeliveryStore(table) };
  const paces = dynamoPaceStore(table);
  const evaluation = evaluationSettings(settings);
  const loadNews = newsLoader({ ...evaluation, store });
  const queue = logged(sqsTaskQueue(queues, {}));
  let drawer: { readonly of: LoadedNews; readonly draw: ReturnType<typeof newsDrawer> } | undefined;
  /** Pictures are cached as long as their news. */
  const drawing = (of: LoadedNews): Pick<DeliveryDeps, 'draw'> => {
    if (openChartRenderer === undefined) return {};
    if (drawer?.of !== of) drawer = { of, draw: newsDrawer({ ...of, ...evaluation, openChartRenderer }) };
    return { draw: drawer.draw };
  };
  return async (body, deadline = Number.POSITIVE_INFINITY) => {
    const task = parseTask(body);
    const loaded = await loadNews();
    if (loaded === undefined) return { task: task.kind, found: 'no news yet' };
    const counts = new Map<string, number>();
    const reasons = new Set<string>();
    const count = (_chat: unknown, _id: string, result: SendResult) => {
      counts.set(result.kind, (counts.get(result.kind) ?? 0) + 1);
      if ('reason' in result && reasons.size < MAX_REASONS) reasons.add(result.reason);
    };
    const deps: DeliveryDeps = {
      ...{ ...loaded, ...drawing(loaded), ...sendingClock, queue, deadline },
      ...stores,
      services: servicesOf(await openChannel(), paces),
      onPending: (chats) => alarm('DeliveryPending', chats),
      onChatsOff: (chats) => alarm('ChatsOff', chats),
      onRefusedAtLarge(vendor, chats) {
        logger.error('too many chats refuse messages: none is paused', { vendor, chats });
        alarm('SendingRefused');
      },
      onBarred(vendor, reason) {
        logger.error('the service accepts nothing from this sender', { vendor, reason });
        alarm('SendingRefused');
      },
    };
    await runTask(deps, task, count);
    return { task: task.kind, vendor: task.vendor, ...Object.fromEntries(counts), reasons: [...reasons] };
  };
}

/** Each task gets a new pacer: slots that an earlier one did not use have passed. */
function servicesOf(channel: Channel | null, store: PaceStore): DeliveryDeps['services'] {
  if (channel === null) return {};
  const { vendor, pace: limits } = channel;
  const pacer = createPacer(vendor, { store, limits, ...sendingClock });
  return { [vendor]: { channel, pacer } };
}

function logged(queue: TaskQueue): TaskQueue {
  return {
    add: queue.add,
    async deadLetter(what) {
      const { vendor, address, reason } = what;
      logger.warn('dead letter', { vendor, address, reason });
      await queue.deadLetter(what);
    },
  };
}
