import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../lib/config/deployment.ts';
import { botEnvironment } from '../lib/config/environment.ts';
import { FUNCTION_ENV } from '../lib/config/function-environment.ts';
import { DEAD_LETTERS, type FunctionPlan, PUBLISHER, queueVariable } from '../lib/config/functions.ts';
import { secretsPath } from '../lib/config/secrets.ts';
import { sourcesText } from '../lib/config/sources.ts';
import { OUTPUTS, stackName } from '../lib/config/stack.ts';
import { raiseAlarms } from './alarm-list.ts';
import { Alarms } from './constructs/alarms.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { DeadLetter } from './constructs/dead-letters.ts';
import { PublicPage } from './constructs/public-page.ts';
import { Schedule } from './constructs/schedule.ts';
import { Secrets } from './constructs/secrets.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import { Table } from './constructs/table.ts';
import { Webhooks } from './constructs/webhooks.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { STAGES } from './stages.ts';

export type HashtiltStackProps = {
  readonly deployment: Deployment;
  readonly functions: readonly FunctionPlan[];
};

export class HashtiltStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, functions: plans }: HashtiltStackProps) {
    super(scope, id, { description: "Hashtilt: watches how Bitcoin's hash rate tilts, and warns people" });
    Tags.of(this).add('application', 'hashtilt');
    Tags.of(this).add('stage', deployment.stage);
    const service = stackName(deployment.stage);
    const { logDays, dashboard } = STAGES[deployment.stage];
    const table = new Table(this, 'Table', service);
    const secrets = new Secrets(this, 'Secrets', secretsPath(deployment.stage));
    const deadLetter = new DeadLetter(this, 'DeadLetter', `${service}-${DEAD_LETTERS}`);
    const queues = new Map(
      plans
        .filter(({ trigger }) => trigger.kind === 'queue')
        .map((plan) => [
          plan.name,
          new WorkQueue(this, `${plan.name}-queue`, { name: `${service}-${plan.name}`, plan, deadLetter }),
        ]),
    );
    const sinks = new Map<string, WorkQueue | DeadLetter>([...queues, [DEAD_LETTERS, deadLetter]]);
    const page = new PublicPage(this, 'Page', { name: service, domain: domainOf(deployment) });
    const environment = {
      ...environmentOf(deployment, table.name, secrets.path),
      [FUNCTION_ENV.siteBucket]: page.bucket.bucketName,
      [FUNCTION_ENV.siteUrl]: deployment.siteUrl ?? page.address,
    };
    const functions = plans.map((plan) => {
      const created = new ServiceFunction(this, plan.name, {
        plan,
        service,
        logDays,
        environment: { ...environment, ...queueAddresses(plan, sinks) },
      });
      table.grant(created.lambda, plan.table);
      page.grant(created, plan.site);
      secrets.grantRead(created, plan.secrets);
      secrets.grantCheck(created, plan.checks);
      for (const consumer of plan.sendsTo) sinks.get(consumer)?.grantSend(created.lambda);
      return created;
    });
    const webhooks = plans.some(({ trigger }) => trigger.kind === 'webhook')
      ? new Webhooks(this, 'Webhooks', service)
      : undefined;
    for (const target of functions) {
      const { name, trigger } = target.plan;
      if (trigger.kind === 'schedule')
        new Schedule(this, `${name}-schedule`, { target, everyMinutes: trigger.everyMinutes, deadLetter });
      else if (trigger.kind === 'queue') queues.get(name)?.deliverTo(target, trigger);
      else webhooks?.route(trigger.path, target);
    }
    const alarms = new Alarms(this, 'Alarms', {
      service,
      runbook: deployment.runbookUrl ?? 'infra/RUNBOOK.md',
    });
    raiseAlarms(alarms, { functions, deadLetter, queues, webhooks });
    if (dashboard) new Dashboard(this, 'Dashboard', service, alarms, functions);
    new CfnOutput(this, OUTPUTS.alarmTopic, { value: alarms.topic.topicArn });
    new CfnOutput(this, OUTPUTS.page, { value: page.address });
    new CfnOutput(this, OUTPUTS.pageHost, { value: page.host });
    new CfnOutput(this, OUTPUTS.pageBucket, { value: page.bucket.bucketName });
    const publisher = queues.get(PUBLISHER);
    if (publisher !== undefined) new CfnOutput(this, OUTPUTS.pageQueue, { value: publisher.queue.queueUrl });
    if (webhooks !== undefined) new CfnOutput(this, OUTPUTS.webhooks, { value: webhooks.api.apiEndpoint });
  }
}

function domainOf({ siteUrl, siteCertificate }: Deployment) {
  if (siteUrl === null || siteCertificate === null) return null;
  return { host: new URL(siteUrl).hostname, certificate: siteCertificate };
}

function environmentOf(
  { sources, mempoolPaceMs, ...optional }: Deployment,
  table: string,
  secrets: string,
): Readonly<Record<string, string>> {
  const given = {
    [FUNCTION_ENV.reportUrl]: optional.reportUrl,
    ...botEnvironment(optional.bots),
  };
  return {
    [FUNCTION_ENV.table]: table,
    [FUNCTION_ENV.secrets]: secrets,
    [FUNCTION_ENV.sources]: sourcesText(sources),
    [FUNCTION_ENV.mempoolPace]: String(mempoolPaceMs),
    ...Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  };
}

/** The variables with the addresses of the queues that a function sends to. */
function queueAddresses(
  { name, sendsTo }: FunctionPlan,
  sinks: ReadonlyMap<string, WorkQueue | DeadLetter>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sendsTo.map((consumer) => {
      const sink = sinks.get(consumer);
      if (sink === undefined) throw new TypeError(`${name} sends to ${consumer}, which has no queue`);
      return [queueVariable(consumer), sink.queue.queueUrl];
    }),
  );
}
