/** The namespace of our own CloudWatch metrics; their one dimension is the deployment. */
export const METRIC_NAMESPACE = 'Hashtilt';

/**
 * Runs that Lambda killed, counted in its logs. Such a metric cannot name the deployment in a dimension, so its
 * namespace does.
 */
export const KILLED_RUNS = 'KilledRuns';

export function logMetricNamespace(service: string): string {
  return `${METRIC_NAMESPACE}/${service}`;
}

/**
 * Our own metrics. Each is published only in hours in which something is wrong, since CloudWatch charges for the hours
 * with data.
 */
export const METRICS = [
  'NoNewBlock',
  'NoClosedDay',
  'UnknownShareHigh',
  'SourceOut',
  'SourceDisputed',
  'DeliveryPending',
  'ChatsOff',
  'SendingRefused',
] as const;

export type MetricName = (typeof METRICS)[number];
