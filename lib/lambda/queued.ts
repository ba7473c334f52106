import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type FunctionPlan, visibilityTimeoutSeconds } from '../config/functions.ts';
import { SEND_SECONDS } from '../delivery/channel.ts';
import { sendingClock } from '../world.ts';
import { logger, observed } from './operations.ts';
import { sqsVisibility } from './sqs-queue.ts';

/**
 * A queue, by its address, whose messages are received again sooner after a run was killed than after one that failed.
 */
type Source = { readonly queue: string; readonly plan: FunctionPlan };

/** Does what a message asks for; its result is logged. `deadline`: the last moment to begin a delivery, Unix ms. */
type Work = (body: string, deadline: number) => Promise<Readonly<Record<string, unknown>>>;

/** What a delivery may take, and the writes before and after it. */
const LAST_DELIVERY_MS = 1000 * (SEND_SECONDS + 10);

/** With less time left, no other message of a batch is begun: a killed run would receive all of its messages again. */
const LEAST_TIME_MS = 10_000;

/**
 * Makes a Lambda handler of work on the messages of a queue, one after another. One that fails, or that no time is left
 * for, is logged and received again, while the others are deleted; after some tries it is a dead letter.
 */
export function queued(work: Work, source?: Source) {
  const invisible = source === undefined ? (_: string, job: Job) => job() : keepsInvisible(source);
  return ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    observed(context, async () => {
      const deadline = sendingClock.now() + context.getRemainingTimeInMillis() - LAST_DELIVERY_MS;
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const { messageId, receiptHandle, body, attributes } of Records) {
        try {
          if (context.getRemainingTimeInMillis() < LEAST_TIME_MS)
            throw new Error('no time is left for this message');
          await invisible(receiptHandle, async () =>
            logger.info('done', { messageId, ...(await work(body, deadline)) }),
          );
        } catch (error) {
          const { ApproximateReceiveCount: receives } = attributes;
          logger.error('failed', { error: error as Error, messageId, receives });
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }
      return { batchItemFailures };
    });
}

type Job = () => Promise<void>;

/**
 * Extends a message's visibility timeout while a job works on it: by little, in case of a kill; by more where it fails.
 */
function keepsInvisible({ queue, plan }: Source) {
  const setVisibility = sqsVisibility(queue, {});
  const failedSeconds = visibilityTimeoutSeconds(plan);
  const workingSeconds = plan.workingVisibilitySeconds ?? failedSeconds;
  return async (receiptHandle: string, job: Job): Promise<void> => {
    await setVisibility(receiptHandle, workingSeconds);
    // If this fails, the message is merely received sooner.
    const extend = (seconds: number) => setVisibility(receiptHandle, seconds).catch(() => {});
    let extended = Promise.resolve();
    const timer = setInterval(() => {
      extended = extend(workingSeconds);
    }, 500 * workingSeconds);
    try {
      await job();
    } catch (error) {
      clearInterval(timer);
      await extended;
      await extend(failedSeconds);
      throw error;
    } finally {
      clearInterval(timer);
    }
  };
}
