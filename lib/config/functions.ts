import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import { type SecretName, tokenOf } from './secrets.ts';

/**
 * What invokes a function: a schedule, messages in its own queue, or a service's webhook, a path of the one HTTP API.
 */
export type Trigger =
  | { readonly kind: 'schedule'; readonly everyMinutes: number }
  | {
      readonly kind: 'queue';
      readonly batchSize: number;
      /**
       * Whether there are never but a few messages: then nothing needs to limit how many run at once, and Lambda asks
       * such a queue for messages less often.
       */
      readonly isRare?: true;
    }
  | { readonly kind: 'webhook'; readonly path: `/${string}` };

/** An operation on the table, as policies name it. */
export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';

/** An operation on the bucket of the public page, as policies name it. */
export type SiteAction = 'GetObject' | 'PutObject' | 'DeleteObject' | 'ListBucket';

/** One Lambda of a deployment. Its code is `functions/<name>.ts`, with a `handler`. */
export type FunctionPlan = {
  readonly name: string;
  readonly trigger: Trigger;
  /** CPU comes with memory: 1,769 MiB are one core (Lambda developer guide, "Configure Lambda function memory"). */
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /**
   * The visibility timeout of a message while a run works on it, extended as long as it does: a message that a killed
   * run was working on is received again after this, not after `visibilityTimeoutSeconds`.
   */
  readonly workingVisibilitySeconds?: number;
  /** The operations it may do on the table; no others. */
  readonly table: readonly TableAction[];
  /** The operations it may do on the bucket of the public page; no others. */
  readonly site: readonly SiteAction[];
  /** The secrets it may read; no others. */
  readonly secrets: readonly SecretName[];
  /** The secrets that it may see are set; it is denied decrypting any. */
  readonly checks: readonly SecretName[];
  /** The functions whose queues it may send to, and `DEAD_LETTERS`; no others. */
  readonly sendsTo: readonly string[];
  /** Whether it draws pictures: then the renderer is deployed next to its bundle. */
  readonly draws?: true;
};

/** Files next to the bundle of a function that draws: the renderer's own bundle, and resvg as WebAssembly. */
export const CHART_RENDERER = 'chart-renderer.mjs';
export const RASTERIZER = 'resvg.wasm';

/** The dead-letter queue: tasks that failed again and again, and messages that a service refuses. */
export const DEAD_LETTERS = 'dead-letters';

/** The function that publishes the page, and the queue by which it is asked to. */
export const PUBLISHER = 'publish-site';

/** How often a service may call: far above what it sends one bot. A flood stops here, before it costs anything. */
export const WEBHOOK_LIMIT = { perSecond: 25, burst: 50 } as const;

/**
 * How many calls Telegram may make at once: a quarter of the account's concurrent executions (`quota`), since queues,
 * schedules and Discord need theirs, within the webhook's limit.
 */
export function webhookConnections(quota: number): number {
  return Math.min(WEBHOOK_LIMIT.burst, Math.max(1, Math.floor(quota / 4)));
}

/** Which services have a bot. */
const TOKENS = VENDORS.map(tokenOf);

/**
 * The visibility timeout of a queue: six times the function's time-out, as AWS asks ("Configuring a queue to use with
 * Lambda"), so that no message is worked on twice at once, and an outage does not use up its tries.
 */
export function visibilityTimeoutSeconds({ timeoutSeconds }: Pick<FunctionPlan, 'timeoutSeconds'>): number {
  return 6 * timeoutSeconds;
}

/** The variable that tells a function the address of a queue, by the function that works on it. */
export function queueVariable(consumer: string): string {
  return `HASHTILT_QUEUE_${consumer.replaceAll('-', '_').toUpperCase()}`;
}

/** What a function may do unless its plan says more. */
const NOTHING = { site: [], secrets: [], checks: [], sendsTo: [] } as const;

const PLANS: readonly (Omit<FunctionPlan, keyof typeof NOTHING> & Partial<FunctionPlan>)[] = [
  {
    name: 'collect-blocks',
    trigger: { kind: 'schedule', everyMinutes: 10 },
    memoryMiB: 512,
    // The first run fetches eight days and the ends of every epoch since the shipped ones, at a polite pace.
    timeoutSeconds: 300,
    table: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
    checks: TOKENS,
    sendsTo: ['fan-out', PUBLISHER],
  },
  {
    name: 'close-days',
    trigger: { kind: 'schedule', everyMinutes: 60 },
    // Where tables or rules have changed, all days are re-evaluated.
    memoryMiB: 1024,
    // A day that fires a rule is proven block by block, about 430 requests at a polite pace.
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
    // Holds all days of the ledger, as the deliverers do, since watches are evaluated on them.
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
    // The HTTP API waits 30 seconds. Telegram repeats what it gets no answer to.
    timeoutSeconds: 29,
    table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    secrets: ['telegram-bot-token', 'telegram-webhook-secret', 'telegram-bot-name'],
    sendsTo: ['chat-work'],
  },
  {
    name: 'discord-interactions',
    trigger: { kind: 'webhook', path: '/discord' },
    memoryMiB: 512,
    // Discord waits three; the rest is for a cold start under load.
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
    // The first publication writes thousands of files; one more day takes a small part of this, and of the time.
    memoryMiB: 1024,
    timeoutSeconds: 600,
    workingVisibilitySeconds: 60,
    table: ['GetItem', 'Query', 'PutItem'],
    site: ['GetObject', 'PutObject', 'DeleteObject', 'ListBucket'],
    // Where somebody else is publishing, it comes back later.
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

/** Every Lambda there is: the stack, `doctor` and the deployment tests all read this list. */
export const FUNCTIONS: readonly FunctionPlan[] = PLANS.map((plan) => ({ ...NOTHING, ...plan }));

/** The plan of a function. @throws TypeError where there is none of that name. */
export function planOf(name: string): FunctionPlan {
  const plan = FUNCTIONS.find((one) => one.name === name);
  if (plan === undefined) throw new TypeError(`no function is called ${name}`);
  return plan;
}

/** The function that sends to the chats of a service. */
export function delivererOf<V extends Vendor>(vendor: V): `deliver-${V}` {
  return `deliver-${vendor}`;
}

/** Where a service calls a function, below the base address of the webhooks. */
export function webhookAddress(base: string, name: string): string {
  const { trigger } = planOf(name);
  if (trigger.kind !== 'webhook') throw new TypeError(`${name} is not a webhook`);
  return `${base}${trigger.path}`;
}

/** Sends to the chats of one service, and postpones what has to wait. */
function deliverer(vendor: Vendor): (typeof PLANS)[number] {
  const name = delivererOf(vendor);
  return {
    name,
    // One task may hold a hundred chats and wait for its turns.
    trigger: { kind: 'queue', batchSize: 1 },
    memoryMiB: 512,
    timeoutSeconds: 120,
    // While Discord still knows the nonces of what was sent, and after all claims have run out.
    ...(vendor === 'discord' && { workingVisibilitySeconds: 60 }),
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    secrets: [tokenOf(vendor)],
    sendsTo: [name, DEAD_LETTERS],
    draws: true,
  };
}
