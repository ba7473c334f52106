import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  LogQueryWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { ServiceFunction } from './service-function.ts';

export class Dashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    name: string,
    alarms: Alarms,
    functions: readonly ServiceFunction[],
  ) {
    super(scope, id);
    const each = (metric: 'metricDuration' | 'metricErrors' | 'metricInvocations') =>
      functions.map(({ lambda, plan }) => lambda[metric]({ label: plan.name }));
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: name,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.alarms, width: 24 })],
        [
          new GraphWidget({ title: 'Runs', left: each('metricInvocations'), width: 8 }),
          new GraphWidget({ title: 'Failures', left: each('metricErrors'), width: 8 }),
          new GraphWidget({ title: 'Duration (ms)', left: each('metricDuration'), width: 8 }),
        ],
        [
          new LogQueryWidget({
            title: 'Warnings and errors',
            logGroupNames: functions.map(({ lambda }) => lambda.logGroup.logGroupName),
            queryLines: [
              'fields @timestamp, @log, level, message',
              'filter level in ["WARN", "ERROR"]',
              'sort @timestamp desc',
              'limit 50',
            ],
            width: 24,
          }),
        ],
      ],
    });
  }
}
