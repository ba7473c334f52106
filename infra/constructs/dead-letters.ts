import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * Keeps what failed for good, for the 14 days that SQS allows: messages of all work queues that could not be handled, and
 * events of scheduled runs whose retries failed. One queue for all, since every alarm costs; SQS records which queue a
 * message came from and can move it back.
 */
export class DeadLetter extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: name,
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
  }

  /** Allows only sending to this queue. */
  grantSend(to: IGrantable): void {
    this.queue.grant(to, 'sqs:SendMessage');
  }
}
