import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { OUTPUTS } from '../../config/stack.ts';

/**
 * Connects to the account for which the AWS SDK finds credentials and a region.
 *
 * @param stack the name of the deployment's stack.
 * @returns the operations that commands on a deployment perform there.
 */
export function connectAccount(stack: string) {
  const [cloudFormation, lambda, sns] = [new CloudFormationClient(), new LambdaClient(), new SNSClient()];
  const sqs = new SQSClient();
  return {
    /** The deployment's stack; null if there is none. */
    async loadStack() {
      try {
        const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
        const { StackStatus = 'unknown', Outputs = [] } = Stacks?.[0] ?? {};
        const output = (key: string) => Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
        return {
          status: StackStatus,
          alarmTopic: output(OUTPUTS.alarmTopic) ?? null,
          /** Base address of the webhooks; null if no function has one. */
          webhooks: output(OUTPUTS.webhooks) ?? null,
          page: pageOf(output),
        };
      } catch (error) {
        // CloudFormation has no separate error for a missing stack.
        if (error instanceof Error && /does not exist/.test(error.message)) return null;
        throw error;
      }
    },
    /** The account's limit of concurrent Lambda executions. */
    async loadLambdaQuota() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },
    async loadSubscriptions(topic: string) {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
      return Subscriptions.map(({ Endpoint = '', SubscriptionArn }) => ({
        address: Endpoint,
        confirmed: SubscriptionArn !== 'PendingConfirmation',
      }));
    },
    /** Has AWS send a confirmation link to a mail address. */
    async subscribe(topic: string, address: string) {
      await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint: address }));
    },
    /** Requests a publication of the page. @param queue the address of the publisher's queue. */
    async requestPublication(queue: string) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: '{"publish":"page"}' }));
    },
    async publish(topic: string, subject: string, text: string) {
      await sns.send(new PublishCommand({ TopicArn: topic, Subject: subject, Message: text }));
    },
  };
}

/** The public page: its address, CloudFront's host, the address of the publisher's queue, and the bucket. */
function pageOf(output: (key: string) => string | undefined) {
  const [address, host] = [output(OUTPUTS.page), output(OUTPUTS.pageHost)];
  const [queue, bucket] = [output(OUTPUTS.pageQueue), output(OUTPUTS.pageBucket)];
  if (address === undefined || host === undefined || queue === undefined || bucket === undefined) return null;
  return { address, host, queue, bucket };
}
