import { ACCOUNT, REGION } from './template.ts';

/** One call to AWS as IAM sees it: principal, action, resource and context. */
export type AwsCall = {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
};

type Body = Readonly<Record<string, unknown>>;

/**
 * The permissions that a request needs. A request can need several: a batch one for each table, a secret one to
 * read it and one to decrypt it.
 *
 * @param operation as in `X-Amz-Target`, after the dot.
 */
export function callsOf(caller: string, service: string, operation: string, body: Body): readonly AwsCall[] {
  const call = (action: string, resource: string, context: AwsCall['context'] = {}): AwsCall => ({
    caller,
    action,
    resource,
    context,
  });
  const here = (of: string, rest: string) => `arn:aws:${of}:${REGION}:${ACCOUNT}:${rest}`;
  const action = `${service}:${operation}`;
  if (service === 'dynamodb') {
    const items = body.RequestItems as Body | undefined;
    const tables = items === undefined ? [String(body.TableName)] : Object.keys(items);
    const index = body.IndexName === undefined ? '' : `/index/${String(body.IndexName)}`;
    return tables.map((table) => call(action, here('dynamodb', `table/${table}${index}`)));
  }
  if (service === 'sqs') return [call(action, here('sqs', String(body.QueueUrl).split('/').at(-1)!))];
  if (service === 's3') {
    const bucket = `arn:aws:s3:::${String(body.Bucket)}`;
    if (operation === 'ListObjectsV2') return [call('s3:ListBucket', bucket)];
    // HeadObject needs the permission to read.
    return [call(operation === 'HeadObject' ? 's3:GetObject' : action, `${bucket}/${String(body.Key)}`)];
  }
  if (service === 'ssm') {
    const names = (body.Names as readonly string[] | undefined) ?? [String(body.Name)];
    const parameters = names.map((name) => here('ssm', `parameter${name}`));
    return parameters.flatMap((parameter) => [
      call(action, parameter),
      ...(body.WithDecryption === true ? [decryption(parameter)] : []),
    ]);
  }
  throw new Error(`the gateway does not know ${action}`);

  // The key behind alias/aws/ssm has an id of its own in every account.
  function decryption(parameter: string): AwsCall {
    return call('kms:Decrypt', here('kms', 'key/00000000-0000-0000-0000-000000000000'), {
      'kms:CallerAccount': ACCOUNT,
      'kms:ViaService': `ssm.${REGION}.amazonaws.com`,
      'kms:EncryptionContext:PARAMETER_ARN': parameter,
    });
  }
}
