import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * Where messages of all work queues end that nobody could do anything with, for somebody to look at. One queue
 * for all, since each alarm costs; SQS knows of each message which queue it comes from, and moves it back there.
 */
export class SetAside extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: name,
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
  }

  /** Allows to put messages here, and nothing else. */
  grantSend(to: IGrantable): void {
    this.queue.grant(to, 'sqs:SendMessage');
  }
}
