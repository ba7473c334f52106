import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionPlan, PUBLISHER, planOf } from '../../lib/config/functions.ts';
import { METRICS } from '../../lib/config/metrics.ts';
import { planned, type Resource, synthesise, synthesiseStack } from './synthesise.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '../../infra/RUNBOOK.md'), 'utf8');

const stacks = [
  ['prod', synthesise()],
  ['dev', synthesise({ HASHTILT_STAGE: 'dev' })],
] as const;

describe.each(stacks)('the stack %s', (name, { all, template }) => {
  const functions = all('AWS::Lambda::Function');
  const queues = all('AWS::SQS::Queue');
  const alarms = all('AWS::CloudWatch::Alarm');

  it('runs every function on arm64 and Node 24, with source maps', () => {
    expect(functions).toHaveLength(FUNCTIONS.length);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps' } },
      });
    }
  });

  it('reserves no concurrency, which new accounts do not have', () => {
    for (const { Properties } of functions)
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('keeps the log of every function separately, with a retention', () => {
    const groups = template.findResources('AWS::Logs::LogGroup');
    const used = functions.map(
      ({ Properties }) => (Properties.LoggingConfig as { LogGroup: { Ref: string } }).LogGroup.Ref,
    );
    expect(new Set(used).size).toBe(functions.length);
    for (const name of used) expect(groups[name]?.Properties.RetentionInDays).toBeLessThanOrEqual(30);
  });

  it('protects the table', () => {
    expect(all('AWS::DynamoDB::Table')).toMatchObject([
      {
        DeletionPolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          TimeToLiveSpecification: { Enabled: true },
        },
      },
    ]);
  });

  it('gives every work queue a dead-letter queue with an alarm', () => {
    const ids = Object.entries(template.findResources('AWS::SQS::Queue'));
    const behind = ids.filter(([, { Properties }]) => Properties.RedrivePolicy === undefined);
    const work = ids.filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined);
    const watched = JSON.stringify(alarms.map(({ Properties }) => Properties.Dimensions));
    for (const [id] of behind) expect(watched).toContain(id);
    expect(
      work.map(([, { Properties }]) => Properties.QueueName.replace(/^hashtilt-\w+-/, '')).sort(),
    ).toEqual(['chat-work', 'deliver-discord', 'deliver-telegram', 'fan-out', 'publish-site']);
    const [deadLetter] = behind.find(([, { Properties }]) => Properties.QueueName.endsWith('dead-letters'))!;
    for (const [, { Properties }] of work)
      expect(Properties.RedrivePolicy).toEqual({
        deadLetterTargetArn: { 'Fn::GetAtt': [deadLetter, 'Arn'] },
        maxReceiveCount: 5,
      });
  });

  it("has visibility timeouts of six times the function's timeout", () => {
    for (const { name, trigger, timeoutSeconds } of FUNCTIONS) {
      if (trigger.kind !== 'queue') continue;
      const queue = queues.find(({ Properties }) => String(Properties.QueueName).endsWith(`-${name}`));
      expect(queue?.Properties.VisibilityTimeout).toBe(6 * timeoutSeconds);
    }
  });

  it('shortens the visibility timeout if Discord deduplicates what a killed run has sent', () => {
    const allowed = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([, { Properties }]) =>
        JSON.stringify(Properties.PolicyDocument).includes('sqs:ChangeMessageVisibility'),
      )
      .map(([id]) => id.toLowerCase());
    expect(allowed).toEqual([
      expect.stringContaining('deliverdiscord'),
      expect.stringContaining('publishsite'),
    ]);
    // Longer than a claim and shorter than a nonce lives.
    expect(planOf('deliver-discord').workingVisibilitySeconds).toBe(60);
  });

  it("limits each queue to two concurrent runs, except the page's, which rarely has a message, and lets each message fail by itself", () => {
    const mappings = all('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    const limited = mappings.filter((mapping) => 'ScalingConfig' in mapping);
    expect([mappings.length, limited.length]).toEqual([5, 4]);
    for (const mapping of mappings)
      expect(mapping).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    for (const mapping of limited)
      expect(mapping).toMatchObject({ ScalingConfig: { MaximumConcurrency: 2 } });
    const [other] = mappings.filter((mapping) => !limited.includes(mapping));
    expect(JSON.stringify(other!.EventSourceArn)).toContain(PUBLISHER.replace('-', ''));
  });

  it('allows recursion for functions that queue work for themselves, which Lambda would stop after 16 times', () => {
    const going = functions.filter(({ Properties }) => Properties.RecursiveLoop === 'Allow');
    expect(
      going.map(({ Properties }) => String(Properties.FunctionName).replace(/^hashtilt-\w+-/, '')),
    ).toEqual(['fan-out', 'deliver-telegram', 'deliver-discord', 'publish-site']);
  });

  it('throttles each webhook separately and accepts only POST', () => {
    const limit = { ThrottlingRateLimit: 25, ThrottlingBurstLimit: 50 };
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage).toMatchObject({
      Properties: { RouteSettings: { 'POST /telegram': limit, 'POST /discord': limit } },
      DependsOn: Object.keys(template.findResources('AWS::ApiGatewayV2::Route')).sort(),
    });
    expect(all('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey)).toEqual([
      'POST /telegram',
      'POST /discord',
    ]);
  });

  it('counts runs that Lambda killed in the log of every function, and raises an alarm', () => {
    const filters = all('AWS::Logs::MetricFilter');
    const used = functions.map(
      ({ Properties }) => (Properties.LoggingConfig as { LogGroup: object }).LogGroup,
    );
    for (const { Properties } of functions)
      expect(Properties.LoggingConfig).toMatchObject({ LogFormat: 'JSON' });
    expect(filters.map(({ Properties }) => Properties.LogGroupName)).toEqual(used);
    const alarm = alarms.find(({ Properties }) => String(Properties.AlarmName).endsWith('-killed-runs'));
    for (const { Properties } of filters) {
      expect(Properties.FilterPattern).toBe(
        '{ $.type = "platform.report" && ($.record.status = "timeout" || $.record.errorType = "Runtime.*") }',
      );
      const [{ MetricNamespace, MetricName }] = Properties.MetricTransformations as [Record<string, string>];
      expect(alarm?.Properties).toMatchObject({ Namespace: MetricNamespace, MetricName, Threshold: 0 });
      expect(MetricNamespace).toBe(`Hashtilt/hashtilt-${name}`);
    }
  });

  it('denies decryption to functions that only check whether a bot is set up', () => {
    const policies = all('AWS::IAM::Policy');
    const reads = policiesWith(policies, 'ssm:GetParameters');
    const decrypts = policiesWith(policies, 'kms:Decrypt');
    const denied = policiesWith(policies, 'kms:Decrypt', 'Deny');
    const named = (list: readonly FunctionPlan[]) =>
      list.map(({ name }) => expect.stringMatching(new RegExp(`^${name.replaceAll('-', '')}`)));
    expect(decrypts).toEqual(named(FUNCTIONS.filter(({ secrets }) => secrets.length > 0)));
    expect(denied).toEqual(named(FUNCTIONS.filter(({ checks }) => checks.length > 0)));
    expect(denied).not.toEqual([]);
    expect(new Set(reads)).toEqual(new Set([...decrypts, ...denied]));
  });

  it('retries scheduled runs, and keeps events that failed for good', () => {
    for (const { Properties } of all('AWS::Scheduler::Schedule')) {
      expect(Properties.Target).toMatchObject({ DeadLetterConfig: {}, RetryPolicy: {} });
    }
    const configured = all('AWS::Lambda::EventInvokeConfig');
    expect(configured).toHaveLength(all('AWS::Scheduler::Schedule').length);
    for (const { Properties } of configured) expect(Properties.DestinationConfig).toHaveProperty('OnFailure');
  });

  it('links every alarm to a section of the runbook', () => {
    expect(alarms.length).toBeGreaterThan(5);
    for (const { Properties } of alarms) {
      const [, paragraph] = /infra\/RUNBOOK\.md#([a-z-]+)$/.exec(String(Properties.AlarmDescription))!;
      expect(RUNBOOK).toContain(`\n## ${paragraph}\n\n**Means**`);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  it('has an alarm on each of our own metrics', () => {
    const named = alarms.map(({ Properties }) => [Properties.AlarmName, Properties.MetricName]);
    for (const metric of METRICS) {
      const [alarm] = named.find(([, watched]) => watched === metric) ?? [];
      const words = metric.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
      expect(String(alarm)).toMatch(new RegExp(`${words.replace(/-high$/, '')}$`));
    }
  });

  it('lets alarms publish to the topic, whose policy requires TLS', () => {
    expect(JSON.stringify(all('AWS::SNS::TopicPolicy'))).toContain('cloudwatch.amazonaws.com');
  });

  it("has no `*` in any policy, except for the SSM key and the bucket's objects", () => {
    const documents = [
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::SQS::QueuePolicy',
      'AWS::SNS::TopicPolicy',
    ].flatMap((type) => all(type).flatMap(({ Properties }) => statementsIn(Properties)));
    const open = documents
      .filter(({ Effect }) => Effect === 'Allow')
      .filter(({ Action, Resource }) => JSON.stringify([Action, Resource]).includes('*'));
    expect(documents.length).toBeGreaterThan(5);
    const [bucket] = Object.keys(template.findResources('AWS::S3::Bucket'));
    const objects = { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/*']] };
    for (const { Action, Resource, Condition } of open) {
      if (isDeepStrictEqual(Resource, objects)) {
        expect(Action).toEqual(['s3:GetObject', 's3:PutObject', 's3:DeleteObject']);
        continue;
      }
      expect(Action).toBe('kms:Decrypt');
      expect(Condition).toMatchObject({ StringEquals: { 'kms:EncryptionContext:PARAMETER_ARN': {} } });
    }
  });

  it('has no circular dependency between resources, which CloudFormation would refuse', () => {
    const resources = (template.toJSON() as { Resources: Record<string, { DependsOn?: string | string[] }> })
      .Resources;
    const ids = new Set(Object.keys(resources));
    const left = new Map(
      Object.entries(resources).map(([id, resource]) => [
        id,
        referencesIn(resource).filter((to) => ids.has(to)),
      ]),
    );
    for (let made = -1; made !== left.size; ) {
      made = left.size;
      for (const [id, waitsFor] of left) if (!waitsFor.some((to) => left.has(to))) left.delete(id);
    }
    expect([...left.keys()]).toEqual([]);
  });

  it('creates an event source mapping only after the permissions it needs', () => {
    for (const { Properties } of all('AWS::Lambda::EventSourceMapping')) {
      const { Ref: id } = Properties.FunctionName as { Ref: string };
      const { DependsOn } = template.findResources('AWS::Lambda::Function')[id] as { DependsOn: string[] };
      expect(DependsOn.some((other) => other.includes('DefaultPolicy'))).toBe(true);
    }
  });

  it('tags its resources, so that their cost can be allocated', () => {
    const tagged = [...functions, ...queues, ...all('AWS::DynamoDB::Table')];
    for (const { Properties } of tagged) {
      expect(Properties.Tags).toMatchObject([{ Key: 'application', Value: 'hashtilt' }, { Key: 'stage' }]);
    }
  });
});

describe('a deployment', () => {
  it('is refused if an AWS Solutions rule fails without an acknowledged reason', () => {
    const app = new App();
    const stack = new Stack(app, 'planted');
    new Queue(stack, 'queue');
    expect(() => synthesiseStack(app, stack)).toThrow('AwsSolutions-SQS4');
  });

  it('has no secret in its template, whatever is in .env', () => {
    const secrets = {
      TELEGRAM_BOT_TOKEN: '123456:not-for-templates',
      DISCORD_BOT_TOKEN: 'not.for.templates',
      HASHTILT_HEARTBEAT_URL: 'https://example.org/not-for-templates',
      DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/123456789012345678/not-for-templates',
    };
    expect(JSON.stringify(synthesise(secrets).template.toJSON())).not.toMatch(/not.for.templates/);
  });

  it('refuses a function that sends to a queue without a consumer', () => {
    const lost = planned('collect-blocks', { sendsTo: ['nobody'] });
    expect(() => synthesise({}, [lost])).toThrow('collect-blocks sends to nobody, which has no queue');
  });

  it('passes the report address, chats and API servers from .env to its functions', () => {
    const settings = {
      HASHTILT_REPORT_URL: 'https://example.org/report',
      TELEGRAM_CHAT_ID: '-1001234567890',
      DISCORD_CHANNEL_ID: '140000000000000001',
      HASHTILT_TELEGRAM_API: 'http://127.0.0.1:8998',
      HASHTILT_DISCORD_API: 'http://127.0.0.1:8997/api',
    };
    for (const { Properties } of synthesise(settings).all('AWS::Lambda::Function'))
      expect(Properties).toMatchObject({ Environment: { Variables: settings } });
    const bare = synthesise().all('AWS::Lambda::Function');
    expect(JSON.stringify(bare)).not.toMatch(/_API"|CHAT_ID|CHANNEL_ID/);
  });

  it("links its alarms to the operator's runbook address", () => {
    const { all } = synthesise({ HASHTILT_RUNBOOK_URL: 'https://example.org/RUNBOOK.md' });
    for (const { Properties } of all('AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmDescription).toContain('https://example.org/RUNBOOK.md#');
  });
});

/** The policies that allow or deny an action, by the resource they are attached to. */
function policiesWith(policies: readonly Resource[], action: string, effect = 'Allow'): readonly unknown[] {
  return policies
    .filter(({ Properties }) =>
      statementsIn(Properties).some(
        ({ Action, Effect }) => Effect === effect && [Action].flat().includes(action),
      ),
    )
    .map(({ Properties }) => Properties.PolicyName);
}

/** The ids of all resources that a part of a template references. */
function referencesIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Ref') return [String(value)];
    if (key === 'Fn::GetAtt') return [String((value as readonly unknown[])[0])];
    if (key === 'DependsOn') return [value as string | readonly string[]].flat();
    return referencesIn(value);
  });
}

type Statement = {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

/** Every policy statement in the properties of a resource. */
function statementsIn(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return value.Statement as readonly Statement[];
  return Object.values(value).flatMap(statementsIn);
}
