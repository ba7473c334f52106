import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DeadLetter } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

export type ScheduleProps = {
  readonly target: ServiceFunction;
  readonly everyMinutes: number;
  readonly deadLetter: DeadLetter;
};

/** Runs a function at a fixed rate. A failed run is retried twice; then its event goes to the dead-letter queue. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, { target, everyMinutes, deadLetter }: ScheduleProps) {
    super(scope, id);
    const { lambda } = target;
    const giveUp = Duration.minutes(Math.max(everyMinutes, 5));
    new CfnEventInvokeConfig(this, 'Repeats', {
      functionName: lambda.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      // The next event does an older one's work.
      maximumEventAgeInSeconds: giveUp.toSeconds(),
      destinationConfig: { onFailure: { destination: deadLetter.queue.queueArn } },
    });
    deadLetter.grantSend(lambda);
    // CDK's own target would also allow invoking every version and alias of the function.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: {
        run: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
          ],
        }),
      },
    });
    deadLetter.grantSend(role);
    new CfnSchedule(this, 'Schedule', {
      name: lambda.functionName,
      scheduleExpression: `rate(${everyMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: deadLetter.queue.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: giveUp.toSeconds(), maximumRetryAttempts: 10 },
      },
    });
  }
}
