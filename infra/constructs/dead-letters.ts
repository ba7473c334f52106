import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * Keeps what failed for good, for as long as SQS can, until somebody looks at it: messages of all work queues that could
 * not be handled, and events of scheduled runs that failed, retries included. One queue for all, since every alarm costs;
 * SQS knows which queue a message comes from, and can move it back there.
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

  /** Allows sending to this queue, and nothing else. */
  grantSend(to: IGrantable): void {
    this.queue.grant(to, 'sqs:SendMessage');
  }
}
