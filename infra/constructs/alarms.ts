import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { logMetricNamespace, METRIC_NAMESPACE, type MetricName } from '../../lib/config/metrics.ts';

export type AlarmsProps = {
  readonly service: string;
  readonly runbook: string;
};

export type AlarmPlan = {
  /** Also the heading of its section in the runbook. */
  readonly name: string;
  readonly means: string;
  readonly metric: IMetric;
  /** How many consecutive periods must breach; one by default. */
  readonly periods?: number;
};

/** Alarms, and the topic that `setup` subscribes the operator to. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.topic = new Topic(this, 'Topic', { topicName: `${props.service}-alarms`, enforceSSL: true });
    // The policy that requires TLS replaces the default one, which lets alarms publish.
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** Raises an alarm while a count is above zero. */
  whileAny(plan: AlarmPlan): void {
    this.whileAbove(0, plan);
  }

  /** Raises an alarm while a metric is above a threshold. */
  whileAbove(threshold: number, plan: AlarmPlan): void {
    this.add(plan, {
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Raises an alarm while a count that should never be zero is zero or missing. */
  whileNone(plan: AlarmPlan): void {
    this.add(plan, {
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  /** One of our own metrics, summed over a period. */
  ownMetric(name: MetricName, minutes: number): IMetric {
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName: name,
      dimensionsMap: { service: this.props.service },
      statistic: 'Sum',
      period: Duration.minutes(minutes),
    });
  }

  /** A metric that filters count in the logs of all functions. */
  logMetric(name: string, minutes: number): IMetric {
    return new Metric({
      namespace: logMetricNamespace(this.props.service),
      metricName: name,
      statistic: 'Sum',
      period: Duration.minutes(minutes),
    });
  }

  private add(
    { name, means, metric, periods = 1 }: AlarmPlan,
    condition: Pick<
      ConstructorParameters<typeof Alarm>[2],
      'threshold' | 'comparisonOperator' | 'treatMissingData'
    >,
  ): void {
    const { service, runbook } = this.props;
    const alarm = new Alarm(this, name, {
      alarmName: `${service}-${name}`,
      alarmDescription: `${means} What to do: ${runbook}#${name}`,
      metric,
      evaluationPeriods: periods,
      ...condition,
    });
    const toTopic = new SnsAction(this.topic);
    alarm.addAlarmAction(toTopic);
    alarm.addOkAction(toTopic);
    this.alarms.push(alarm);
  }
}
