import type { Settings } from '../../config/environment.ts';
import { type SecretName, secretsPath } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { type SecretStore, ssmSecrets } from '../../store/secrets.ts';
import { type Account, connectAccount } from './account.ts';

export type Operator = {
  readonly settings: Settings;
  readonly account: Account;
  readonly secrets: SecretStore<SecretName>;
};

export function connectOperator(settings: Settings): Operator {
  const { stage } = settings;
  return {
    settings,
    account: connectAccount(stackName(stage)),
    secrets: ssmSecrets(secretsPath(stage)),
  };
}
