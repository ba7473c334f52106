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

/** A stack as it stands in the operator's account. */
export type DeployedStack = {
  readonly status: string;
  readonly alarmTopic: string | null;
  /** Base address of the webhooks; null where no function has one. */
  readonly webhooks: string | null;
  readonly page: DeployedPage | null;
};

/** The public page of a stack. */
export type DeployedPage = {
  /** Where people find it. */
  readonly address: string;
  /** The host that CloudFront gave it. */
  readonly host: string;
  /** The address of the queue by which it is asked for. */
  readonly queue: string;
  readonly bucket: string;
};

export type Subscription = { readonly address: string; readonly confirmed: boolean };

/** What the commands of an operator ask the AWS account, or do in it. */
export type Account = {
  /** Null where there is no such stack. */
  readonly loadStack: (name: string) => Promise<DeployedStack | null>;
  /** How many Lambdas may run at once in the account. */
  readonly loadLambdaQuota: () => Promise<number>;
  readonly loadSubscriptions: (topic: string) => Promise<readonly Subscription[]>;
  /** Asks AWS to mail the address, which confirms by opening a link. */
  readonly subscribe: (topic: string, address: string) => Promise<void>;
  /** Has the page published again. @param queue its address. */
  readonly askForPage: (queue: string) => Promise<void>;
  readonly publish: (topic: string, subject: string, text: string) => Promise<void>;
};

/** The account that the AWS SDK finds credentials and region for. */
export function connectAccount(): Account {
  const [cloudFormation, lambda, sns] = [new CloudFormationClient(), new LambdaClient(), new SNSClient()];
  const sqs = new SQSClient();
  return {
    async loadStack(name) {
      try {
        const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
        const { StackStatus = 'unknown', Outputs = [] } = Stacks?.[0] ?? {};
        const output = (key: string) => Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
        return {
          status: StackStatus,
          alarmTopic: output(OUTPUTS.alarmTopic) ?? null,
          webhooks: output(OUTPUTS.webhooks) ?? null,
          page: pageOf(output),
        };
      } catch (error) {
        // CloudFormation has no error of its own for it.
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
    async askForPage(queue) {
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
