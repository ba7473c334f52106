import { createHash } from 'node:crypto';
import { type HttpPeer, type PeerRequest, type Reply, startHttpPeer } from './peer/http-peer.ts';
import { answerSsm, type Parameters } from './ssm-peer.ts';

/**
 * The part of an AWS account that operator commands use: SSM, CloudFormation, SNS, SQS and Lambda, written from
 * their API references. Nothing here is imported from the program.
 */
export type AwsAccountPeer = HttpPeer & {
  readonly parameters: Parameters;
  /** Existing stacks by name. */
  readonly stacks: Map<
    string,
    { readonly status: string; readonly outputs: Readonly<Record<string, string>> }
  >;
  readonly subscriptions: Subscription[];
  /** Messages sent to queues, with the queues' addresses. */
  readonly sent: { readonly queue: string; readonly body: string }[];
  /** Subjects of published messages. */
  readonly published: string[];
  lambdaQuota: number;
};

type Subscription = { readonly topic: string; readonly address: string; confirmed: boolean };

export async function startAwsAccountPeer(): Promise<AwsAccountPeer> {
  const http = await startHttpPeer((request) => answer(peer, request));
  const peer: AwsAccountPeer = {
    ...http,
    parameters: new Map(),
    stacks: new Map(),
    subscriptions: [],
    published: [],
    sent: [],
    lambdaQuota: 10,
  };
  return peer;
}

function answer(peer: AwsAccountPeer, { headers, url, body }: PeerRequest): Reply {
  const service = /Credential=\w+\/\d+\/[\w-]+\/(\w+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  if (service === undefined) return { status: 403, body: { __type: 'MissingAuthenticationToken' } };
  if (service === 'ssm') {
    const operation = String(headers['x-amz-target']).split('.').at(-1)!;
    return answerSsm(peer.parameters, operation, JSON.parse(body.toString()));
  }
  if (service === 'lambda' && url.pathname === '/2016-08-19/account-settings')
    return { status: 200, body: { AccountLimit: { ConcurrentExecutions: peer.lambdaQuota } } };
  if (service === 'sqs') {
    if (String(headers['x-amz-target']) !== 'AmazonSQS.SendMessage')
      return { status: 400, body: { __type: 'com.amazonaws.sqs#InvalidAction' } };
    const { QueueUrl, MessageBody } = JSON.parse(body.toString()) as Readonly<Record<string, string>>;
    if (QueueUrl === undefined || MessageBody === undefined || MessageBody === '')
      return { status: 400, body: { __type: 'com.amazonaws.sqs#MissingParameter' } };
    peer.sent.push({ queue: QueueUrl, body: MessageBody });
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    return { status: 200, body: { MessageId: '00000000-0000-4000-8000-000000000000', MD5OfMessageBody } };
  }
  const query = new URLSearchParams(body.toString());
  const action = query.get('Action') ?? '';
  const of = (name: string) => query.get(name) ?? '';
  switch (`${service} ${action}`) {
    case 'cloudformation DescribeStacks': {
      const stack = peer.stacks.get(of('StackName'));
      if (stack === undefined) return xmlRefusal(`Stack with id ${of('StackName')} does not exist`);
      const outputs = Object.entries(stack.outputs).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      );
      return xml(
        action,
        `<Stacks><member><StackName>${of('StackName')}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>${stack.status}</StackStatus><Outputs>${outputs.join('')}</Outputs></member></Stacks>`,
      );
    }
    case 'sns Subscribe':
      peer.subscriptions.push({ topic: of('TopicArn'), address: of('Endpoint'), confirmed: false });
      return xml(action, '<SubscriptionArn>pending confirmation</SubscriptionArn>');
    case 'sns ListSubscriptionsByTopic': {
      const members = peer.subscriptions
        .filter(({ topic }) => topic === of('TopicArn'))
        .map(({ topic, address, confirmed }) => {
          const arn = confirmed ? `${topic}:1` : 'PendingConfirmation';
          return `<member><TopicArn>${topic}</TopicArn><Protocol>email</Protocol><SubscriptionArn>${arn}</SubscriptionArn><Endpoint>${address}</Endpoint></member>`;
        });
      return xml(action, `<Subscriptions>${members.join('')}</Subscriptions>`);
    }
    case 'sns Publish':
      peer.published.push(of('Subject'));
      return xml(action, '<MessageId>1</MessageId>');
    default:
      return {
        status: 400,
        body: `<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>`,
      };
  }
}

function xml(action: string, result: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
  };
}

function xmlRefusal(message: string): Reply {
  return {
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}
