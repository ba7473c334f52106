import { ENV } from '../../config/environment.ts';
import { stackName } from '../../config/stack.ts';
import { dayOf, type UtcDay } from '../../core/ledger/utc-day.ts';
import { registryVersion } from '../../core/pools/registry.ts';
import { days } from '../../messages/format.ts';
import { OLD_REGISTRY_DAYS, registryAge } from '../../messages/provenance.ts';
import { now } from '../../world.ts';
import { botChecks, endpointChecks } from './bot-checks.ts';
import { type Check, type CheckResult, type Finding, ok, wrong } from './finding.ts';
import type { Operator } from './operator.ts';
import { checkPage } from './page.ts';
import { secretChecks } from './secret-checks.ts';
import { reasonOf } from './steps.ts';

/** The concurrency limit of a new account, which is enough for a thousand chats. */
const MIN_CONCURRENCY = 10;

/** Checks everything a deployment needs. A check that fails to run is a finding, with the reason. */
export async function runChecks(operator: Operator): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { what, run } of checks(operator)) {
    const result = await run().catch((error: unknown) => wrong(reasonOf(error), null));
    findings.push({ what, ...result });
  }
  return findings;
}

/** Reports the age of the pool registry that this copy deploys. An old one gets a hint, but is not a fault. */
export function checkRegistry(day: UtcDay): CheckResult {
  const age = registryAge(registryVersion, day);
  const hint = age > OLD_REGISTRY_DAYS ? ': newer pools count as unknown, see `registry update`' : '';
  return ok(`${registryVersion}, ${days(age)} old${hint}`);
}

function checks(operator: Operator): readonly Check[] {
  const { account, settings } = operator;
  const name = stackName(settings.stage);
  return [
    {
      what: `stack ${name}`,
      run: async () => {
        const stack = await account.loadStack();
        if (stack === null) return wrong('not deployed', 'npm run deploy');
        const isSound = /_COMPLETE$/.test(stack.status) && !stack.status.startsWith('ROLLBACK');
        return isSound ? ok(stack.status) : wrong(stack.status, 'npm run deploy');
      },
    },
    {
      what: 'Lambda concurrency',
      run: async () => {
        const quota = await account.loadLambdaQuota();
        const what = `the account may run ${quota} at once`;
        if (quota >= MIN_CONCURRENCY) return ok(what);
        return wrong(what, 'ask AWS for more: Service Quotas, Lambda, concurrent executions');
      },
    },
    { what: 'pool registry', run: async () => checkRegistry(dayOf(now())) },
    ...secretChecks(operator),
    ...botChecks(operator),
    ...endpointChecks(operator),
    { what: 'public page', run: () => checkPage(operator) },
    {
      what: 'alarms',
      run: async () => {
        const stack = await account.loadStack();
        if (stack === null || stack.alarmTopic === null) return wrong('not deployed', 'npm run deploy');
        const subscriptions = await account.loadSubscriptions(stack.alarmTopic);
        const mailed = subscriptions.filter(({ confirmed }) => confirmed).map(({ address }) => address);
        if (mailed.length > 0) return ok(`mailed to ${mailed.join(', ')}`);
        return subscriptions.length > 0
          ? wrong('the address is not confirmed: open the link that AWS mailed', 'npm run setup')
          : wrong(`nobody gets them (${ENV.alarmEmail} in .env)`, 'npm run setup');
      },
    },
  ];
}
