import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { AwsCall } from './aws-call.ts';
import { ACCOUNT, REGION, type Template } from './template.ts';

export type PolicyDocument = { readonly Version: string; readonly Statement: readonly Statement[] };

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
};

/** One permission of a role: an action on a resource. */
export type Permission = { readonly role: string; readonly action: string; readonly resource: string };

/** The policies of a template's roles, and their use. */
export type Policies = {
  /** Whether IAM would allow a role's call. */
  readonly allows: (role: string, call: AwsCall) => Promise<boolean>;
  /** Permissions that no allowed call has needed so far. */
  readonly unused: () => readonly Permission[];
};

type Role = { readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[] };
type Policy = { readonly PolicyDocument: PolicyDocument; readonly Roles: readonly string[] };

/** Collects the policies of every role in a template, by the role's logical id. */
export function policiesOf(template: Template): Policies {
  const documents = new Map<string, PolicyDocument[]>();
  for (const { id, properties } of template.ofType<Role>('AWS::IAM::Role'))
    documents.set(
      id,
      (properties.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument),
    );
  for (const { properties } of template.ofType<Policy>('AWS::IAM::Policy'))
    for (const role of properties.Roles) documents.get(role)?.push(properties.PolicyDocument);
  const used = new Map<string, Permission>();
  const decided = new Map<string, Promise<boolean>>();

  return {
    allows(role, call) {
      const key = JSON.stringify([role, call]);
      const known = decided.get(key);
      if (known !== undefined) return known;
      const decision = simulate(documents.get(role) ?? [], call);
      decided.set(key, decision);
      void decision.then((isAllowed) => {
        if (isAllowed) used.set(key, { role, action: call.action, resource: call.resource });
      });
      return decision;
    },
    unused: () =>
      [...documents]
        .flatMap(([role, all]) => all.flatMap((document) => permissionsOf(role, document)))
        .filter((permission) => ![...used.values()].some((one) => covers(permission, one))),
  };
}

async function simulate(documents: readonly PolicyDocument[], call: AwsCall): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${call.caller}/${call.caller}`,
        action: call.action,
        resource: { accountId: ACCOUNT, resource: call.resource },
        contextVariables: asListed(call.context),
      },
      identityPolicies: documents.map((policy, index) => ({
        name: `policy-${index}`,
        policy: asListed(policy),
      })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(call.action === 'kms:Decrypt' && { resourcePolicy: KEY_POLICY }),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`${call.action}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

/** The simulator knows this condition key only by its name in IAM's own list. */
function asListed<T extends object>(value: T): T {
  const [real, listed] = [
    'kms:EncryptionContext:PARAMETER_ARN',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the literal name in IAM's list
    'kms:EncryptionContext:${EncryptionContextKey}',
  ];
  return JSON.parse(JSON.stringify(value).replaceAll(real, listed)) as T;
}

/**
 * Decryption in the key policy of `alias/aws/ssm`: allowed to everyone in the account through SSM, as with the keys
 * that AWS manages for other services (AWS KMS developer guide, on `kms:CallerAccount`).
 */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': `ssm.${REGION}.amazonaws.com` },
      },
    },
  ],
};

function permissionsOf(role: string, { Statement }: PolicyDocument): readonly Permission[] {
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ role, action, resource }))),
  );
}

function covers(permission: Permission, call: Permission): boolean {
  if (permission.role !== call.role || permission.action !== call.action) return false;
  const [start, ...rest] = permission.resource.split('*');
  return rest.length === 0 ? permission.resource === call.resource : call.resource.startsWith(start!);
}
