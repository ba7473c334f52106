import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';

/** A function's log: one JSON line per event. */
export const logger = new Logger();

/** Runs a job for an event; errors are logged and rethrown. */
export async function observed<T>(context: Context, job: () => Promise<T>): Promise<T> {
  logger.addContext(context);
  try {
    return await job();
  } catch (error) {
    logger.error('failed', error as Error);
    throw error;
  }
}

/**
 * Creates a Lambda handler that runs a scheduled job and logs its result. Errors are logged and rethrown: Lambda then
 * retries the run and, if that fails too, keeps its event.
 */
export function scheduled(job: () => Promise<Readonly<Record<string, unknown>>>) {
  return (_event: unknown, context: Context): Promise<void> =>
    observed(context, async () => logger.info('done', await job()));
}
