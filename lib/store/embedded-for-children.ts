import type { ChildProcess } from 'node:child_process';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { clientOf } from './embedded-client.ts';
import type { Answer, Answerer } from './embedded-engine.ts';
import { StoreError } from './store-error.ts';

/** What a child process asks of the store that its parent has open, and what comes back. */
const askedSchema = z.object({ ask: z.int(), operation: z.string(), request: z.string() });
const toldSchema = z.union([
  z.object({ told: z.int(), status: z.int(), body: z.string() }),
  z.object({ told: z.int(), fault: z.string(), retryable: z.boolean() }),
]);

/** Lets a forked process use a store that is open here, over the channel that `fork` has made between the two. */
export function serveChild(child: Pick<ChildProcess, 'on' | 'send' | 'connected'>, answer: Answerer): void {
  child.on('message', async (message) => {
    const asked = askedSchema.safeParse(message);
    if (!asked.success) return;
    const { ask, operation, request } = asked.data;
    const told: z.output<typeof toldSchema> = await answer(operation, request).then(
      (given) => ({ told: ask, ...given }),
      ({ message: fault, retryable }: StoreError) => ({ told: ask, fault, retryable }),
    );
    if (child.connected) child.send(told);
  });
}

/** Configures the SDK's client for the embedded store of the process that has forked this one. */
export function clientOfParent(process: NodeJS.Process): DynamoDBClientConfig {
  const asked = new Map<number, PromiseWithResolvers<Answer>>();
  let count = 0;
  process.on('message', (message) => {
    const told = toldSchema.safeParse(message);
    if (!told.success) return;
    const waiting = asked.get(told.data.told);
    asked.delete(told.data.told);
    if ('fault' in told.data) {
      const { fault, retryable } = told.data;
      waiting?.reject(new StoreError(fault, { retryable }));
    } else waiting?.resolve(told.data);
  });
  return clientOf((operation, request) => {
    const waiting = Promise.withResolvers<Answer>();
    count += 1;
    asked.set(count, waiting);
    process.send!({ ask: count, operation, request } satisfies z.output<typeof askedSchema>);
    return waiting.promise;
  });
}
