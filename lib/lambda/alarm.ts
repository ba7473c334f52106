import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, type MetricName } from '../config/metrics.ts';
import type { HealthFault } from '../daily/check-health.ts';
import type { Collected } from '../daily/collect-blocks.ts';

const metrics = new Metrics({ namespace: METRIC_NAMESPACE });

export const HEALTH_METRICS: Readonly<Record<HealthFault['kind'], MetricName>> = {
  'no-new-block': 'NoNewBlock',
  'no-closed-day': 'NoClosedDay',
  'unknown-share': 'UnknownShareHigh',
};

/** Raises an alarm if no source delivers blocks, or one delivers blocks that fail a check or contradict the others. */
export function alarmOnSources(collected: Collected): void {
  if (collected.kind === 'off') return;
  const isWrong = collected.states.some(
    ({ fault, lied }) => lied || fault?.kind === 'refused' || fault?.kind === 'disputed',
  );
  if (collected.kind === 'not-reached') alarm('SourceOut');
  if (isWrong) alarm('SourceDisputed');
}

/** Adds to a metric that an alarm watches, by a log line that CloudWatch parses. */
export function alarm(name: MetricName, count = 1): void {
  metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}
