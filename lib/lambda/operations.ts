import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';

/** What a function tells its operator: one JSON line an event. */
export const logger = new Logger();

/** Runs a job for an event: what it throws is logged and thrown on. */
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
 * Makes a Lambda handler of a job that is run by a schedule. What the job returns is logged; what it throws is
 * logged and thrown on, so that Lambda repeats the run and, where that fails too, keeps its event.
 */
export function scheduled(job: () => Promise<Readonly<Record<string, unknown>>>) {
  return (_event: unknown, context: Context): Promise<void> =>
    observed(context, async () => logger.info('done', await job()));
}
