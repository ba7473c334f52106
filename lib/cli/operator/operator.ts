import type { Settings } from '../../config/environment.ts';
import { type SecretName, secretsPath } from '../../config/secrets.ts';
import { type SecretStore, ssmSecrets } from '../../store/secrets.ts';
import { type Account, connectAccount } from './account.ts';

/** Who runs a command on a deployment, and by what means. */
export type Operator = {
  readonly settings: Settings;
  readonly account: Account;
  readonly secrets: SecretStore<SecretName>;
};

export function operatorOf(settings: Settings): Operator {
  return {
    settings,
    account: connectAccount(),
    secrets: ssmSecrets(secretsPath(settings.stage)),
  };
}
