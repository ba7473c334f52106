import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import { type SecretName, tokenOf } from './secrets.ts';

/** What invokes a function: a schedule, messages in its own queue, or a webhook, which is a path of the one HTTP API. */
export type Trigger =
  | { readonly kind: 'schedule'; readonly everyMinutes: number }
  | {
      readonly kind: 'queue';
      readonly batchSize: number;
      /** Whether the queue never holds more than a few messages: Lambda then polls it less, with no maximum concurrency. */
      readonly isRare?: true;
    }
  | { readonly kind: 'webhook'; readonly path: `/${string}` };

/** An operation on the table, by its name in policies. */
export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';

/** An operation on the public page's bucket, by its name in policies. */
export type SiteAction = 'GetObject' | 'PutObject' | 'DeleteObject' | 'ListBucket';

/** One Lambda of a deployment. Its code is `functions/<name>.ts`, which exports `handler`. */
export type FunctionPlan = {
  readonly name: string;
  readonly trigger: Trigger;
  /** CPU comes with memory: 1,769 MiB are one core (Lambda developer guide, "Configure Lambda function memory"). */
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /**
   * The visibility timeout that a run keeps extending while it works on a message: if the run is killed, the message is
   * received again after this, not after `visibilityTimeoutSeconds`.
   */
  readonly workingVisibilitySeconds?: number;
  /** The only operations it may perform on the table. */
  readonly table: readonly TableAction[];
  readonly site: readonly SiteAction[];
  readonly secrets: readonly SecretName[];
  /** The secrets whose existence it may check; it is denied decrypting any of them. */
  readonly checks: readonly SecretName[];
  /** The only queues it may send to, by their functions, or `DEAD_LETTERS`. */
  readonly sendsTo: readonly string[];
  /** Whether it draws pictures: then the renderer is deployed next to its bundle. */
  readonly draws?: true;
};

/** Files next to the bundle of a function that draws: the renderer's bundle, and resvg as WebAssembly. */
export const CHART_RENDERER = 'chart-renderer.mjs';
export const RASTERIZER = 'resvg.wasm';

/** The dead-letter queue: tasks that kept failing, and messages that a service refuses. */
export const DEAD_LETTERS = 'dead-letters';

/** The function that publishes the page, and its queue. */
export const PUBLISHER = 'publish-site';

/** Throttling of the webhooks, far above what a service sends one bot: a flood stops here, before it costs anything. */
export const WEBHOOK_LIMIT = { perSecond: 25, burst: 50 } as const;

/**
 * Telegram's maximum number of simultaneous webhook connections: a quarter of the account's concurrency, since queues,
 * schedules and Discord need theirs, within the webhook's limit.
 *
 * @param quota the account's limit of concurrent executions.
 */
export function webhookConnections(quota: number): number {
  return Math.min(WEBHOOK_LIMIT.burst, Math.max(1, Math.floor(quota / 4)));
}

/** Checked to see which services have a bot. */
const TOKENS = VENDORS.map(tokenOf);

/**
 * The visibility timeout of a queue: six times the function's timeout, as AWS recommends ("Configuring a queue to use
 * with Lambda"), so that no two runs work on one message, and an outage does not use up its retries.
 */
export function visibilityTimeoutSeconds({ timeoutSeconds }: Pick<FunctionPlan, 'timeoutSeconds'>): number {
  return 6 * timeoutSeconds;
}

/** The variable that holds the address of a queue. @param consumer the function that works on it. */
export function queueVariable(consumer: string): string {
  return `HASHTILT_QUEUE_${consumer.replaceAll('-', '_').toUpperCase()}`;
}

/** The permissions of a function unless its plan grants more. */
const NO_PERMISSIONS = { site: [], secrets: [], checks: [], sendsTo: [] } as const;

const PLANS: readonly (Omit<FunctionPlan, keyof typeof NO_PERMISSIONS> & Partial<FunctionPlan>)[] = [
  {
    name: 'collect-blocks',
    trigger: { kind: 'schedule', everyMinutes: 10 },
    memoryMiB: 512,
    // The first run fetches eight days, and the ends of each difficulty epoch since the shipped ones, at a polite pace.
    timeoutSeconds: 300,
    table: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
    checks: TOKENS,
    sendsTo: ['fan-out', PUBLISHER],
  },
  {
    name: 'close-days',
    trigger: { kind: 'schedule', everyMinutes: 60 },
    // If tables or rules have changed, all days are re-evaluated.
    memoryMiB: 1024,
    // A day that fires a rule has every block proven: about 430 requests at a polite pace.
    timeoutSeconds: 600,
    table: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
    checks: TOKENS,
    sendsTo: ['fan-out', PUBLISHER],
  },
  {
    name: 'wake',
    trigger: { kind: 'schedule', everyMinutes: 10 },
    memoryMiB: 256,
    timeoutSeconds: 60,
    table: ['Query', 'BatchWriteItem'],
    sendsTo: ['fan-out'],
  },
  {
    name: 'fan-out',
    trigger: { kind: 'queue', batchSize: 10 },
    // Like the deliverers, loads all days of the ledger: watches are evaluated on them.
    memoryMiB: 512,
    timeoutSeconds: 60,
    table: ['GetItem', 'BatchGetItem', 'Query', 'BatchWriteItem'],
    sendsTo: ['fan-out', ...VENDORS.map(delivererOf), DEAD_LETTERS],
  },
  ...VENDORS.map(deliverer),
  {
    name: 'telegram-webhook',
    trigger: { kind: 'webhook', path: '/telegram' },
    memoryMiB: 512,
    // The HTTP API waits 30 seconds. Telegram repeats an update that gets no answer.
    timeoutSeconds: 29,
    table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    secrets: ['telegram-bot-token', 'telegram-webhook-secret', 'telegram-bot-name'],
    sendsTo: ['chat-work'],
  },
  {
    name: 'discord-interactions',
    trigger: { kind: 'webhook', path: '/discord' },
    memoryMiB: 512,
    // Discord waits three seconds; the rest is for a cold start under load.
    timeoutSeconds: 10,
    table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    secrets: ['discord-public-key'],
    sendsTo: ['chat-work'],
  },
  {
    name: 'chat-work',
    trigger: { kind: 'queue', batchSize: 1 },
    // Drawing keeps a processor busy while somebody waits.
    memoryMiB: 1024,
    timeoutSeconds: 60,
    table: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
    secrets: ['telegram-bot-token'],
    draws: true,
  },
  {
    name: PUBLISHER,
    trigger: { kind: 'queue', batchSize: 1, isRare: true },
    // For the first publication, which writes thousands of files; one more day takes a fraction of memory and time.
    memoryMiB: 1024,
    timeoutSeconds: 600,
    workingVisibilitySeconds: 60,
    table: ['GetItem', 'Query', 'PutItem'],
    site: ['GetObject', 'PutObject', 'DeleteObject', 'ListBucket'],
    // Queues another publication for later if one is in progress.
    sendsTo: [PUBLISHER],
  },
  {
    name: 'check-health',
    trigger: { kind: 'schedule', everyMinutes: 15 },
    memoryMiB: 256,
    timeoutSeconds: 60,
    table: ['GetItem', 'Query'],
    secrets: ['heartbeat-url'],
  },
];

/** All Lambdas: the stack, `doctor` and the deployment tests read this list. */
export const FUNCTIONS: readonly FunctionPlan[] = PLANS.map((plan) => ({ ...NO_PERMISSIONS, ...plan }));

/** The plan of a function. @throws TypeError if no function has that name. */
export function planOf(name: string): FunctionPlan {
  const plan = FUNCTIONS.find((one) => one.name === name);
  if (plan === undefined) throw new TypeError(`no function is called ${name}`);
  return plan;
}

/** The function that sends to the chats of a service. */
export function delivererOf<V extends Vendor>(vendor: V): `deliver-${V}` {
  return `deliver-${vendor}`;
}

/** The address at which a service calls a function. @param base the base address of the webhooks. */
export function webhookAddress(base: string, name: string): string {
  const { trigger } = planOf(name);
  if (trigger.kind !== 'webhook') throw new TypeError(`${name} is not a webhook`);
  return `${base}${trigger.path}`;
}

/** The function that sends to the chats of one service, and queues again what has to wait. */
function deliverer(vendor: Vendor): (typeof PLANS)[number] {
  const name = delivererOf(vendor);
  return {
    name,
    // One task may hold a hundred chats and wait for its turns.
    trigger: { kind: 'queue', batchSize: 1 },
    memoryMiB: 512,
    timeoutSeconds: 120,
    // Within the time that Discord remembers nonces, and after all claims have expired.
    ...(vendor === 'discord' && { workingVisibilitySeconds: 60 }),
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    secrets: [tokenOf(vendor)],
    sendsTo: [name, DEAD_LETTERS],
    draws: true,
  };
}
