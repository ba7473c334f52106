/** The namespace of our own CloudWatch metrics; their one dimension is the deployment. */
export const METRIC_NAMESPACE = 'Hashtilt';

/**
 * Our own metrics. Each is published only in an hour in which something is wrong, since CloudWatch charges for
 * the hours in which a metric comes.
 */
export const METRICS = [
  'NoNewBlock',
  'NoClosedDay',
  'UnknownShareHigh',
  'SourceOut',
  'SourceDisputed',
  'DeliveryPending',
] as const;

export type MetricName = (typeof METRICS)[number];
