import type { SecretName } from './secrets.ts';

/**
 * What makes a function run: the clock, messages in a queue of its own, or a request from outside to a path of
 * the one HTTP API, which is no more than a service's webhook.
 */
export type Trigger =
  | { readonly kind: 'schedule'; readonly everyMinutes: number }
  | { readonly kind: 'queue'; readonly batchSize: number }
  | { readonly kind: 'webhook'; readonly path: `/${string}` };

/** An operation on the table, as policies name it. */
export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'BatchWriteItem';

/** One Lambda of a deployment. Its code is `functions/<name>.ts`, with a `handler`. */
export type FunctionPlan = {
  readonly name: string;
  readonly trigger: Trigger;
  /** CPU comes with memory: 1,769 MiB are one core (Lambda developer guide, "Configure Lambda function memory"). */
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** The operations it may do on the table; no others. */
  readonly table: readonly TableAction[];
  /** The secrets it may read; no others. */
  readonly secrets: readonly SecretName[];
  /** The functions whose queues it may send to; no others. */
  readonly sendsTo: readonly string[];
};

/** The variable that tells a function the address of another one's queue. */
export function queueVariable(consumer: string): string {
  return `HASHTILT_QUEUE_${consumer.replaceAll('-', '_').toUpperCase()}`;
}

/** Every Lambda there is: the stack, `doctor` and the tests of a deployment read this list and no other. */
export const FUNCTIONS: readonly FunctionPlan[] = [
  {
    name: 'collect-blocks',
    trigger: { kind: 'schedule', everyMinutes: 10 },
    memoryMiB: 512,
    // A first run fetches eight days and the ends of every epoch since the shipped ones, at a polite pace.
    timeoutSeconds: 300,
    table: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
    secrets: [],
    sendsTo: [],
  },
  {
    name: 'close-days',
    trigger: { kind: 'schedule', everyMinutes: 60 },
    // Where tables or rules have changed, all days are evaluated anew.
    memoryMiB: 1024,
    // A day that fires a rule is proven block by block, about 430 requests at a polite pace.
    timeoutSeconds: 600,
    table: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
    secrets: [],
    sendsTo: [],
  },
  {
    name: 'check-health',
    trigger: { kind: 'schedule', everyMinutes: 15 },
    memoryMiB: 256,
    timeoutSeconds: 60,
    table: ['GetItem', 'Query'],
    secrets: ['heartbeat-url'],
    sendsTo: [],
  },
];
