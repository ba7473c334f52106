import type { StageName } from './environment.ts';

/** The name of a deployment's CloudFormation stack, and the prefix of its resources' names. */
export function stackName(stage: StageName): string {
  return `hashtilt-${stage}`;
}

export const OUTPUTS = {
  alarmTopic: 'AlarmTopic',
  webhooks: 'WebhookAddress',
  page: 'PageAddress',
  pageHost: 'PageHost',
  pageQueue: 'PageQueue',
  pageBucket: 'PageBucketName',
} as const;
