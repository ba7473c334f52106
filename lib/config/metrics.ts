/** The namespace of our CloudWatch metrics; their only dimension is the deployment. */
export const METRIC_NAMESPACE = 'Hashtilt';

/** Runs that Lambda killed, counted by metric filters on its logs, whose namespace has to name the deployment. */
export const KILLED_RUNS = 'KilledRuns';

export function logMetricNamespace(service: string): string {
  return `${METRIC_NAMESPACE}/${service}`;
}

/** Our own metrics, published only while there is a fault: CloudWatch charges for hours with data. */
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
