/** The namespace of our own CloudWatch metrics; their one dimension is the deployment. */
export const METRIC_NAMESPACE = 'Hashtilt';

/** Runs that Lambda killed, counted in its logs. Their namespace names the deployment, since no dimension can. */
export const KILLED_RUNS = 'KilledRuns';

export function logMetricNamespace(service: string): string {
  return `${METRIC_NAMESPACE}/${service}`;
}

/** Our own metrics, published only in hours with a fault: CloudWatch charges for the hours with data. */
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
