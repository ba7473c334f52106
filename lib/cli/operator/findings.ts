import { ENV } from '../../config/environment.ts';
import { FUNCTIONS } from '../../config/functions.ts';
import { SECRET_VARIABLES, SECRETS, type SecretName } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { discordApplication } from './discord-bot.ts';
import type { Operator } from './operator.ts';
import { reasonOf } from './steps.ts';
import { telegramBotName } from './telegram-bot.ts';

/** One thing that `doctor` looked at. `mend`: the command that puts it right. */
export type Finding = {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'not used';
  readonly detail: string;
  readonly mend: string | null;
};

const ok = (detail: string) => ({ state: 'ok', detail, mend: null }) as const;
const notUsed = (detail: string) => ({ state: 'not used', detail, mend: null }) as const;
const wrong = (detail: string, mend: string | null) => ({ state: 'wrong', detail, mend }) as const;

type Look = { readonly what: string; readonly at: () => Promise<Omit<Finding, 'what'>> };

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

function looks(operator: Operator): readonly Look[] {
  const { account, secrets, settings, telegramApi, discordApi } = operator;
  const name = stackName(settings.stage);
  return [
    {
      what: `stack ${name}`,
      at: async () => {
        const stack = await account.loadStack(name);
        if (stack === null) return wrong('is not deployed', 'npm run deploy');
        const isSound = /_COMPLETE$/.test(stack.status) && !stack.status.startsWith('ROLLBACK');
        return isSound ? ok(stack.status) : wrong(stack.status, 'npm run deploy');
      },
    },
    {
      what: 'Lambdas at once',
      at: async () => {
        const quota = await account.loadLambdaQuota();
        return quota < LEAST_LAMBDAS
          ? wrong(
              `the account may run ${quota}`,
              'ask AWS for more: Service Quotas, Lambda, concurrent executions',
            )
          : ok(`the account may run ${quota}`);
      },
    },
    ...SECRETS.map((secret) => ({
      what: `secret ${secret}`,
      at: async () => {
        const { [secret]: value } = await secrets.load([secret]);
        const users = FUNCTIONS.filter((plan) => plan.secrets.includes(secret)).map((plan) => plan.name);
        const use = users.length === 0 ? 'no function needs it yet' : `for ${users.join(', ')}`;
        if (value !== null) return ok(use);
        const isNeeded = users.length > 0 && secret !== 'heartbeat-url';
        return isNeeded
          ? wrong(`not set: ${use} (${comesFrom(secret)})`, 'npm run setup')
          : notUsed(`not set; ${use}`);
      },
    })),
    {
      what: 'Telegram bot',
      at: async () => {
        const { 'telegram-bot-token': token } = await secrets.load(['telegram-bot-token']);
        return token === null ? notUsed('no token') : ok(`@${await telegramBotName(token, telegramApi)}`);
      },
    },
    {
      what: 'Discord bot',
      at: async () => {
        const { 'discord-bot-token': token } = await secrets.load(['discord-bot-token']);
        return token === null ? notUsed('no token') : ok((await discordApplication(token, discordApi)).name);
      },
    },
    {
      what: 'alarms',
      at: async () => {
        const stack = await account.loadStack(name);
        if (stack === null || stack.alarmTopic === null)
          return wrong('nothing is deployed', 'npm run deploy');
        const subscriptions = await account.loadSubscriptions(stack.alarmTopic);
        const told = subscriptions.filter(({ confirmed }) => confirmed).map(({ address }) => address);
        if (told.length > 0) return ok(`mailed to ${told.join(', ')}`);
        return subscriptions.length > 0
          ? wrong('the address is not confirmed: open the link that AWS has mailed', 'npm run setup')
          : wrong(`nobody is told (${ENV.alarmEmail} in .env)`, 'npm run setup');
      },
    },
  ];
}

/** Where `setup` takes a secret from. */
function comesFrom(name: SecretName): string {
  return name in SECRET_VARIABLES
    ? `${SECRET_VARIABLES[name as keyof typeof SECRET_VARIABLES]} in .env`
    : 'setup sees to it itself';
}
