import type { ChildProcess } from 'node:child_process';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { embeddedClientConfig } from './embedded-client.ts';
import type { Answer, Answerer } from './embedded-engine.ts';
import { StoreError } from './store-error.ts';

/** A child process's call to the store that its parent has open, and the reply; both carry the call's number. */
const callSchema = z.object({ call: z.int(), operation: z.string(), request: z.string() });
const replySchema = z.union([
  z.object({ reply: z.int(), status: z.int(), body: z.string() }),
  z.object({ reply: z.int(), fault: z.string(), retryable: z.boolean() }),
]);

/** Serves the store open in this process to a forked one, over the channel that `fork` creates. */
export function serveChild(child: Pick<ChildProcess, 'on' | 'send' | 'connected'>, answer: Answerer): void {
  child.on('message', async (message) => {
    const parsed = callSchema.safeParse(message);
    if (!parsed.success) return;
    const { call, operation, request } = parsed.data;
    const reply: z.output<typeof replySchema> = await answer(operation, request).then(
      (answered) => ({ reply: call, ...answered }),
      ({ message: fault, retryable }: StoreError) => ({ reply: call, fault, retryable }),
    );
    // A killed child stays connected for a moment. Without a callback, each reply to it would be an error event.
    if (child.connected) child.send(reply, () => {});
  });
}

/** Configures the SDK's client for the embedded store of the process that forked this one. */
export function parentClientConfig(process: NodeJS.Process): DynamoDBClientConfig {
  const pending = new Map<number, PromiseWithResolvers<Answer>>();
  let count = 0;
  process.on('message', (message) => {
    const parsed = replySchema.safeParse(message);
    if (!parsed.success) return;
    const { data } = parsed;
    const waiting = pending.get(data.reply);
    pending.delete(data.reply);
    if ('fault' in data) waiting?.reject(new StoreError(data.fault, { retryable: data.retryable }));
    else waiting?.resolve(data);
  });
  return embeddedClientConfig((operation, request) => {
    const waiting = Promise.withResolvers<Answer>();
    count += 1;
    pending.set(count, waiting);
    process.send!({ call: count, operation, request } satisfies z.output<typeof callSchema>);
    return waiting.promise;
  });
}
