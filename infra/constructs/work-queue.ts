import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionPlan, type Trigger, visibilityTimeoutSeconds } from '../../lib/config/functions.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

const MAX_RECEIVES = 5;

/** The lowest value Lambda accepts. Reserved concurrency would fail in new accounts, whose limit is ten in all. */
const MAX_CONCURRENCY = 2;

type QueueTrigger = Extract<Trigger, { kind: 'queue' }>;

export type WorkQueueProps = {
  readonly name: string;
  readonly plan: FunctionPlan;
  /** Where a message goes after `MAX_RECEIVES` failures. */
  readonly deadLetter: DeadLetter;
};

export class WorkQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { name, plan, deadLetter }: WorkQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: name,
      visibilityTimeout: Duration.seconds(visibilityTimeoutSeconds(plan)),
      deadLetterQueue: { queue: deadLetter.queue, maxReceiveCount: MAX_RECEIVES },
      enforceSSL: true,
    });
  }

  /** Allows only sending to this queue. */
  grantSend(to: IGrantable): void {
    this.queue.grant(to, 'sqs:SendMessage');
  }

  /** Lets a function consume the messages; each message of a batch fails or succeeds separately. */
  deliverTo({ lambda, plan }: ServiceFunction, { batchSize, isRare }: QueueTrigger): void {
    // CDK's SqsEventSource would also grant permissions that Lambda does not need.
    this.queue.grant(lambda, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes');
    if (plan.workingVisibilitySeconds !== undefined) this.queue.grant(lambda, 'sqs:ChangeMessageVisibility');
    lambda.addEventSourceMapping('Messages', {
      eventSourceArn: this.queue.queueArn,
      batchSize,
      ...(isRare !== true && { maxConcurrency: MAX_CONCURRENCY }),
      reportBatchItemFailures: true,
    });
  }
}
