import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type FunctionPlan, visibilityTimeoutSeconds } from '../config/functions.ts';
import { logger, observed } from './operations.ts';
import { sqsVisibility } from './sqs-queue.ts';

/** A queue, by its address, whose messages come again sooner after a run that was killed than after one that failed. */
type Hiding = { readonly queue: string; readonly plan: FunctionPlan };

/**
 * Makes a Lambda handler of work on the messages of a queue, one after another. What is returned of each is
 * logged. A message that fails is logged with its reason and comes again, while the others are done with; after
 * some tries the queue sets it aside, so that one that nobody can read does not come for ever.
 */
export function queued(work: (body: string) => Promise<Readonly<Record<string, unknown>>>, hiding?: Hiding) {
  const hide = hiding === undefined ? async () => {} : visibilityOf(hiding);
  return ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    observed(context, async () => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const { messageId, receiptHandle, body, attributes } of Records) {
        try {
          await hide(receiptHandle, 'working');
          logger.info('done', { messageId, ...(await work(body)) });
        } catch (error) {
          const { ApproximateReceiveCount: receives } = attributes;
          logger.error('failed', { error: error as Error, messageId, receives });
          batchItemFailures.push({ itemIdentifier: messageId });
          // Where this fails, too, the message only comes sooner.
          await hide(receiptHandle, 'failed').catch(() => {});
        }
      }
      return { batchItemFailures };
    });
}

function visibilityOf({ queue, plan }: Hiding) {
  const hide = sqsVisibility(queue, {});
  const failed = visibilityTimeoutSeconds(plan);
  const seconds = { working: plan.comesAgainSeconds ?? failed, failed };
  return (receiptHandle: string, state: keyof typeof seconds) => hide(receiptHandle, seconds[state]);
}
