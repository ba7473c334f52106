import { ENV } from '../../config/environment.ts';
import { stackName } from '../../config/stack.ts';
import { dayOf, type UtcDay } from '../../core/ledger/utc-day.ts';
import { registryVersion } from '../../core/pools/registry.ts';
import { days } from '../../messages/format.ts';
import { OLD_REGISTRY_DAYS, registryAge } from '../../messages/provenance.ts';
import { now } from '../../world.ts';
import { botLooks, endpointLooks } from './bot-findings.ts';
import { type Finding, type Look, ok, type Seen, wrong } from './finding.ts';
import type { Operator } from './operator.ts';
import { examinePage } from './page.ts';
import { secretLooks } from './secret-findings.ts';
import { reasonOf } from './steps.ts';

/** New accounts may run so few Lambdas at once; it is enough for a thousand chats. */
const LEAST_LAMBDAS = 10;

/** Looks at everything a deployment needs; what cannot be looked at is wrong, with the reason. */
export async function examine(operator: Operator): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { what, at } of looks(operator)) {
    const found = await at().catch((error: unknown) => wrong(reasonOf(error), null));
    findings.push({ what, ...found });
  }
  return findings;
}

/** How old the list of pools is that this copy deploys; an old one is told, and is no fault of the deployment. */
export function registryAt(day: UtcDay): Seen {
  const age = registryAge(registryVersion, day);
  const hint = age > OLD_REGISTRY_DAYS ? ': newer pools count as unknown, see `registry update`' : '';
  return ok(`${registryVersion}, ${days(age)} old${hint}`);
}

function looks(operator: Operator): readonly Look[] {
  const { account, settings } = operator;
  const name = stackName(settings.stage);
  return [
    {
      what: `stack ${name}`,
      at: async () => {
        const stack = await account.loadStack(name);
        if (stack === null) return wrong('not deployed', 'npm run deploy');
        const isSound = /_COMPLETE$/.test(stack.status) && !stack.status.startsWith('ROLLBACK');
        return isSound ? ok(stack.status) : wrong(stack.status, 'npm run deploy');
      },
    },
    {
      what: 'Lambda concurrency',
      at: async () => {
        const quota = await account.loadLambdaQuota();
        const what = `the account may run ${quota} at once`;
        if (quota >= LEAST_LAMBDAS) return ok(what);
        return wrong(what, 'ask AWS for more: Service Quotas, Lambda, concurrent executions');
      },
    },
    { what: 'pool registry', at: async () => registryAt(dayOf(now())) },
    ...secretLooks(operator),
    ...botLooks(operator),
    ...endpointLooks(operator),
    { what: 'public page', at: () => examinePage(operator) },
    {
      what: 'alarms',
      at: async () => {
        const stack = await account.loadStack(name);
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
