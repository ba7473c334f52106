import { join } from 'node:path';
import type { Assembly, TemplateResource } from './assembly.ts';

/** The account and region that stand in for the operator's. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** Address of SQS. */
export const SQS_ADDRESS = `https://sqs.${REGION}.amazonaws.com`;

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** A template whose references are replaced by the names and ARNs that the resources would have. */
export type Template = {
  readonly ofType: <T>(type: string) => readonly Deployed<T>[];
};

export type Deployed<T> = {
  readonly id: string;
  readonly arn: string;
  readonly properties: T;
  readonly asset: string | undefined;
};

export function resolveTemplate({ resources, folder }: Assembly): Template {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [[key, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && key === 'Ref') return reference(argument as string);
    if (entries.length === 1 && key.startsWith('Fn::')) return intrinsic(key, argument);
    return Object.fromEntries(entries.map(([name, part]) => [name, resolve(part)]));
  };
  const resource = (id: string): TemplateResource => {
    const found = resources[id];
    if (found === undefined) throw new Error(`the template has no ${id}`);
    return found;
  };
  const reference = (id: string): string => {
    if (PSEUDO[id] !== undefined) return PSEUDO[id];
    const { Type } = resource(id);
    if (Type === 'AWS::SNS::Topic') return arnOf(id, resource(id));
    if (Type === 'AWS::S3::Bucket') return bucketName(id);
    if (Type === 'AWS::SQS::Queue') return queueUrl(nameOf(id, resource(id)));
    return nameOf(id, resource(id));
  };
  const intrinsic = (name: string, argument: unknown): unknown => {
    switch (name) {
      case 'Fn::GetAtt': {
        const [id, attribute] = argument as [string, string];
        if (attribute === 'Arn') return arnOf(id, resource(id));
        return attribute === 'DomainName' ? distributionHost(id) : nameOf(id, resource(id));
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, readonly unknown[]];
        return parts.map(resolve).join(separator);
      }
      case 'Fn::Sub':
        return String(argument).replaceAll(/\$\{([\w:]+)\}/g, (_, id: string) => reference(id));
      default:
        throw new Error(`the emulator does not know ${name}`);
    }
  };
  return {
    ofType: <T>(type: string) =>
      Object.entries(resources)
        .filter(([, { Type }]) => Type === type)
        .map(([id, found]) => ({
          id,
          arn: arnOf(id, found),
          properties: resolve(found.Properties) as T,
          asset: assetOf(found, folder),
        })),
  };
}

/** The logical id of the role with this ARN. */
export function idOfRole(arn: string): string {
  return arn.split('/').at(-1)!;
}

/** The address of a queue, as AWS makes it. */
function queueUrl(name: string): string {
  return `${SQS_ADDRESS}/${ACCOUNT}/${name}`;
}

/** CloudFormation names a bucket by its stack, its id and some letters. */
export function bucketName(id: string): string {
  return `hashtilt-${id.toLowerCase()}-1a2b3c4d5e6f`;
}

/** The host that CloudFront gives a distribution. */
function distributionHost(id: string): string {
  return `d${id.slice(-8).toLowerCase()}.cloudfront.net`;
}

function assetOf({ Metadata }: TemplateResource, folder: string): string | undefined {
  const path = Metadata?.['aws:asset:path'];
  return path === undefined ? undefined : join(folder, String(path));
}

/** The property that names a resource of each type; if it is not set, AWS makes a name from the id. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
};

function nameOf(id: string, { Type, Properties }: TemplateResource): string {
  const name = Properties[NAMES[Type] ?? ''];
  return typeof name === 'string' ? name : id;
}

function arnOf(id: string, found: TemplateResource): string {
  const name = nameOf(id, found);
  const here = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  switch (found.Type) {
    case 'AWS::DynamoDB::Table':
      return here('dynamodb', `table/${name}`);
    case 'AWS::SQS::Queue':
      return here('sqs', name);
    case 'AWS::Lambda::Function':
      return here('lambda', `function:${name}`);
    case 'AWS::Logs::LogGroup':
      return here('logs', `log-group:${name}:*`);
    case 'AWS::SNS::Topic':
      return here('sns', name);
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${bucketName(id)}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${ACCOUNT}:role/${name}`;
    default:
      return here(found.Type, name);
  }
}
