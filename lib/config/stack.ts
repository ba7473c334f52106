import type { StageName } from './environment.ts';

/** The CloudFormation stack of a deployment, and the name that all its resources begin with. */
export function stackName(stage: StageName): string {
  return `hashtilt-${stage}`;
}

/** The outputs of a deployed stack. */
export const OUTPUTS = {
  alarmTopic: 'AlarmTopic',
  webhooks: 'WebhookAddress',
  page: 'PageAddress',
  pageHost: 'PageHost',
  pageQueue: 'PageQueue',
  pageBucket: 'PageBucketName',
} as const;
