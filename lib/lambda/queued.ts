import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type FunctionPlan, visibilityTimeoutSeconds } from '../config/functions.ts';
import { SEND_SECONDS } from '../delivery/channel.ts';
import { sendingClock } from '../world.ts';
import { logger, observed } from './operations.ts';
import { sqsVisibility } from './sqs-queue.ts';

/** A function and the URL of its queue. */
type Source = { readonly queue: string; readonly plan: FunctionPlan };

/** Handles a message; its result is logged. `deadline`: the last moment to begin a delivery, in Unix milliseconds. */
type Work = (body: string, deadline: number) => Promise<Readonly<Record<string, unknown>>>;

/** The time limit of a delivery plus time for the writes around it. */
const LAST_DELIVERY_MS = 1000 * (SEND_SECONDS + 10);

/** With less time left, no further message is begun: after a kill, the whole batch is received again. */
const MIN_TIME_MS = 10_000;

/**
 * Creates a Lambda handler that processes a queue's messages one at a time. A message that fails, or for which no time
 * is left, is logged and received again, while the others are deleted; after several receives it becomes a dead letter.
 */
export function queued(work: Work, source?: Source) {
  const workingSeconds = source?.plan.workingVisibilitySeconds;
  const keepInvisible =
    source === undefined || workingSeconds === undefined
      ? (_: string, job: Job) => job()
      : visibilityExtender(source, workingSeconds);
  return ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    observed(context, async () => {
      const deadline = sendingClock.now() + context.getRemainingTimeInMillis() - LAST_DELIVERY_MS;
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const { messageId, receiptHandle, body, attributes } of Records) {
        try {
          if (context.getRemainingTimeInMillis() < MIN_TIME_MS)
            throw new Error('no time is left for this message');
          await keepInvisible(receiptHandle, async () =>
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
 * Extends a message's visibility timeout while a job works on it: briefly each time, in case of a kill; longer once if
 * it fails.
 */
function visibilityExtender({ queue, plan }: Source, workingSeconds: number) {
  const setVisibility = sqsVisibility(queue, {});
  const failedSeconds = visibilityTimeoutSeconds(plan);
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
