import type { Settings } from '../../config/environment.ts';
import { type SecretName, secretsPath } from '../../config/secrets.ts';
import { type SecretStore, ssmSecrets } from '../../store/secrets.ts';
import { type Account, connectAccount } from './account.ts';

/** What a command on a deployment works with. */
export type Operator = {
  readonly settings: Settings;
  readonly account: Account;
  readonly secrets: SecretStore<SecretName>;
};

export function connectOperator(settings: Settings): Operator {
  return {
    settings,
    account: connectAccount(),
    secrets: ssmSecrets(secretsPath(settings.stage)),
  };
}
