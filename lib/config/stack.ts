import type { StageName } from './environment.ts';

/** The CloudFormation stack of a deployment, and the name that all its resources begin with. */
export function stackName(stage: StageName): string {
  return `hashtilt-${stage}`;
}

/** What a stack tells of itself when it is deployed. */
export const OUTPUTS = { alarmTopic: 'AlarmTopic', webhooks: 'WebhookAddress' } as const;
