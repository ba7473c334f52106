import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, type MetricName } from '../config/metrics.ts';
import type { HealthFault } from '../daily/check-health.ts';

const metrics = new Metrics({ namespace: METRIC_NAMESPACE });

/** The metric of each fault that the health check can find. */
export const HEALTH_METRICS: Readonly<Record<HealthFault['kind'], MetricName>> = {
  'no-new-block': 'NoNewBlock',
  'no-closed-day': 'NoClosedDay',
  'unknown-share': 'UnknownShareHigh',
};

/** Counts occurrences of something that an alarm watches, with a line in the log that CloudWatch takes as a metric. */
export function alarm(name: MetricName, count = 1): void {
  metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}
