import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { METRIC_NAMESPACE, type MetricName } from '../config/metrics.ts';
import type { HealthFault } from '../daily/check-health.ts';

/** What a function tells its operator: one JSON line an event, and metrics where something is wrong. */
export const logger = new Logger();
const metrics = new Metrics({ namespace: METRIC_NAMESPACE });

/** The metric of each fault that the health check can find. */
export const HEALTH_METRICS: Readonly<Record<HealthFault['kind'], MetricName>> = {
  'no-new-block': 'NoNewBlock',
  'no-closed-day': 'NoClosedDay',
  'unknown-share': 'UnknownShareHigh',
};

/** Counts occurrences of something that an alarm watches. */
export function alarm(name: MetricName, count = 1): void {
  metrics.addMetric(name, MetricUnit.Count, count);
}

/** Runs a job for an event: what it throws is logged and thrown on, and metrics are published in any case. */
export async function observed<T>(context: Context, job: () => Promise<T>): Promise<T> {
  logger.addContext(context);
  try {
    return await job();
  } catch (error) {
    logger.error('failed', error as Error);
    throw error;
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
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
