import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SecretName } from '../../lib/config/secrets.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * The names of this deployment's SecureString parameters. CloudFormation cannot create them, so `setup` writes them and
 * the stack never sees a value. They are encrypted with the AWS managed key for SSM, `alias/aws/ssm`.
 */
export class Secrets extends Construct {
  /** The path of the parameters, without a trailing slash. */
  readonly path: string;

  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    this.path = path;
  }

  /** Allows reading only these parameters, and decrypting them only through SSM. */
  grantRead(to: ServiceFunction, names: readonly SecretName[]): void {
    if (names.length === 0) return;
    const { region } = Stack.of(this);
    const parameters = names.map((name) => this.parameterArn(name));
    to.lambda.addToRolePolicy(new PolicyStatement({ actions: ['ssm:GetParameters'], resources: parameters }));
    to.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [Stack.of(this).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
        conditions: {
          StringEquals: {
            'kms:ViaService': `ssm.${region}.amazonaws.com`,
            'kms:EncryptionContext:PARAMETER_ARN': parameters,
          },
        },
      }),
    );
    Validations.of(to).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]',
      reason:
        'The key id of alias/aws/ssm differs between accounts, and a policy cannot name an alias; the conditions allow it only for reading these parameters through SSM.',
    });
  }

  /**
   * Allows checking whether these parameters are set. The policy of the AWS managed key lets anyone who may get a
   * parameter decrypt it, so decrypting has to be denied.
   */
  grantCheck(to: ServiceFunction, names: readonly SecretName[]): void {
    if (names.length === 0) return;
    const parameters = names.map((name) => this.parameterArn(name));
    to.lambda.addToRolePolicy(new PolicyStatement({ actions: ['ssm:GetParameters'], resources: parameters }));
    to.lambda.addToRolePolicy(
      new PolicyStatement({ effect: Effect.DENY, actions: ['kms:Decrypt'], resources: ['*'] }),
    );
  }

  private parameterArn(name: SecretName): string {
    return Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: `${this.path.slice(1)}/${name}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
