import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Keeps what failed for good, for as long as SQS can, until somebody looks at it. */
export class KeptQueue extends Construct {
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
