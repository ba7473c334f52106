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

export type DeployedStack = {
  readonly status: string;
  readonly alarmTopic: string | null;
  /** Base address of the webhooks; null if no function has one. */
  readonly webhooks: string | null;
  readonly page: DeployedPage | null;
};

export type DeployedPage = {
  readonly address: string;
  readonly host: string;
  readonly queue: string;
  readonly bucket: string;
};

export type Subscription = { readonly address: string; readonly confirmed: boolean };

export type Account = {
  /** The deployment's stack; null if there is none. */
  readonly loadStack: () => Promise<DeployedStack | null>;
  /** The account's limit of concurrent Lambda executions. */
  readonly loadLambdaQuota: () => Promise<number>;
  readonly loadSubscriptions: (topic: string) => Promise<readonly Subscription[]>;
  /** Has AWS send a confirmation link to a mail address. */
  readonly subscribe: (topic: string, address: string) => Promise<void>;
  /** Requests a publication of the page. @param queue the address of the publisher's queue. */
  readonly requestPublication: (queue: string) => Promise<void>;
  readonly publish: (topic: string, subject: string, text: string) => Promise<void>;
};

/** Connects to the account for which the AWS SDK finds credentials and a region. @param stack its stack's name. */
export function connectAccount(stack: string): Account {
  const [cloudFormation, lambda, sns] = [new CloudFormationClient(), new LambdaClient(), new SNSClient()];
  const sqs = new SQSClient();
  return {
    async loadStack() {
      try {
        const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
        const { StackStatus = 'unknown', Outputs = [] } = Stacks?.[0] ?? {};
        const output = (key: string) => Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
        return {
          status: StackStatus,
          alarmTopic: output(OUTPUTS.alarmTopic) ?? null,
          webhooks: output(OUTPUTS.webhooks) ?? null,
          page: pageOf(output),
        };
      } catch (error) {
        // CloudFormation has no separate error for a missing stack.
        if (error instanceof Error && /does not exist/.test(error.message)) return null;
        throw error;
      }
    },
    async loadLambdaQuota() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },
    async loadSubscriptions(topic) {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
      return Subscriptions.map(({ Endpoint = '', SubscriptionArn }) => ({
        address: Endpoint,
        confirmed: SubscriptionArn !== 'PendingConfirmation',
      }));
    },
    async subscribe(topic, address) {
      await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint: address }));
    },
    async requestPublication(queue) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: '{"publish":"page"}' }));
    },
    async publish(topic, subject, text) {
      await sns.send(new PublishCommand({ TopicArn: topic, Subject: subject, Message: text }));
    },
  };
}

function pageOf(output: (key: string) => string | undefined): DeployedPage | null {
  const [address, host] = [output(OUTPUTS.page), output(OUTPUTS.pageHost)];
  const [queue, bucket] = [output(OUTPUTS.pageQueue), output(OUTPUTS.pageBucket)];
  if (address === undefined || host === undefined || queue === undefined || bucket === undefined) return null;
  return { address, host, queue, bucket };
}
