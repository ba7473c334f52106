import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { logger, observed } from './operations.ts';

/**
 * Makes a Lambda handler of work on the messages of a queue, one after another. What is returned of each is
 * logged. A message that fails is logged with its reason and comes again, while the others are done with; after
 * some tries the queue sets it aside, so that one that nobody can read does not come for ever.
 */
export function queued(work: (body: string) => Promise<Readonly<Record<string, unknown>>>) {
  return ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    observed(context, async () => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const { messageId, body, attributes } of Records) {
        try {
          logger.info('done', { messageId, ...(await work(body)) });
        } catch (error) {
          const { ApproximateReceiveCount: receives } = attributes;
          logger.error('failed', { error: error as Error, messageId, receives });
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }
      return { batchItemFailures };
    });
}
