import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { KeptQueue } from './kept-queue.ts';

/** Keeps the events of runs that failed, retries included. */
export class FailedRuns extends KeptQueue {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, name);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself where the events of failed runs end up, scheduled and asynchronous ones.',
    });
  }
}
