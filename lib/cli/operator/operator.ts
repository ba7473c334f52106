import type { Settings } from '../../config/environment.ts';
import { type SecretName, secretsPath } from '../../config/secrets.ts';
import { stackName } from '../../config/stack.ts';
import { ssmSecrets } from '../../store/secrets.ts';
import { connectAccount } from './account.ts';

export type Operator = ReturnType<typeof connectOperator>;

/** What a command on a deployment works with. */
export function connectOperator(settings: Settings) {
  const { stage } = settings;
  return {
    settings,
    account: connectAccount(stackName(stage)),
    secrets: ssmSecrets<SecretName>(secretsPath(stage)),
  };
}
