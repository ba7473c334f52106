import { ENV } from '../../config/environment.ts';
import { GIVEN_SECRETS, type GivenSecretName, SECRET_VARIABLES } from '../../config/secrets.ts';
import { botSteps } from './bot-steps.ts';
import type { GivenSecrets } from './given-secrets.ts';
import type { Operator } from './operator.ts';
import { done, failed, type Step, skipped } from './steps.ts';

/** Everything `setup` does, in order. */
export function setupSteps(
  operator: Operator,
  given: GivenSecrets,
  alarmEmail: string | null,
): readonly Step[] {
  return [
    ...GIVEN_SECRETS.map((name) => storeSecret(operator, name, given[name])),
    ...botSteps(operator, given),
    alarmStep(operator, alarmEmail),
  ];
}

function storeSecret({ secrets }: Operator, name: GivenSecretName, value: string | null): Step {
  return {
    name,
    description: value === null ? 'leave it as it is: no new one is given' : 'store it in SSM, encrypted',
    run: async () => {
      if (value === null) {
        const { [name]: stored } = await secrets.load([name]);
        return skipped(
          stored === null ? `not set; give it as ${SECRET_VARIABLES[name]} in .env` : 'left as it was',
        );
      }
      await secrets.save(name, value);
      return done('stored in SSM, encrypted');
    },
  };
}

function alarmStep({ account }: Operator, address: string | null): Step {
  return {
    name: 'alarms',
    description:
      address === null ? 'nothing: no address is given' : `mail them to ${address}, and send a test`,
    run: async () => {
      if (address === null) return skipped(`nobody gets them: set ${ENV.alarmEmail} in .env`);
      const stack = await account.loadStack();
      if (stack === null || stack.alarmTopic === null) return failed('nothing is deployed: npm run deploy');
      const known = await account.loadSubscriptions(stack.alarmTopic);
      const subscription = known.find((one) => one.address === address);
      if (subscription?.confirmed !== true) {
        await account.subscribe(stack.alarmTopic, address);
        return failed(`open the link that AWS mailed to ${address}, then run npm run setup again`);
      }
      await account.publish(
        stack.alarmTopic,
        'Hashtilt: test alarm',
        'This is how an alarm of Hashtilt reaches you. Nothing is wrong.',
      );
      return done(`a test was mailed to ${address}`);
    },
  };
}
