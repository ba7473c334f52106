import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionPlan } from '../../lib/config/functions.ts';
import type { ServiceFunction } from './service-function.ts';

/** AWS asks for at least six times the function's time-out, so that no message is seen twice at once. */
const VISIBILITY_TIMEOUTS = 6;

const TRIES = 5;

/** The least there is. Reserved concurrency would fail in new accounts, which have ten Lambdas in all. */
const CONCURRENCY = 2;

/** Messages for one function. One that fails five times is set aside for somebody to look at. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly setAside: Queue;

  constructor(scope: Construct, id: string, name: string, { timeoutSeconds }: FunctionPlan) {
    super(scope, id);
    this.setAside = new Queue(this, 'SetAside', {
      queueName: `${name}-set-aside`,
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    this.queue = new Queue(this, 'Queue', {
      queueName: name,
      visibilityTimeout: Duration.seconds(VISIBILITY_TIMEOUTS * timeoutSeconds),
      deadLetterQueue: { queue: this.setAside, maxReceiveCount: TRIES },
      enforceSSL: true,
    });
  }

  /** Allows to put messages here, and nothing else. */
  grantSend(to: IGrantable): void {
    this.queue.grant(to, 'sqs:SendMessage');
  }

  /** Lets a function work on the messages, each of which fails or succeeds by itself. */
  drainInto(consumer: ServiceFunction, batchSize: number): void {
    consumer.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        maxConcurrency: CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
  }
}
