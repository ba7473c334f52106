import { ENV, type Settings } from '../../config/environment.ts';
import { type SecretName, secretsPath } from '../../config/secrets.ts';
import { type SecretStore, ssmSecrets } from '../../store/secrets.ts';
import { type Account, connectAccount } from './account.ts';

/** Who runs a command on a deployment, and by what means. */
export type Operator = {
  readonly settings: Settings;
  readonly account: Account;
  readonly secrets: SecretStore<SecretName>;
  readonly telegramApi: string | undefined;
  readonly discordApi: string | undefined;
  readonly telegramChat: string | null;
  readonly discordChannel: string | null;
};

/** @param environment variables from which `settings` were parsed, so they are well-formed. */
export function operatorOf(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): Operator {
  return {
    settings,
    account: connectAccount(),
    secrets: ssmSecrets(secretsPath(settings.stage)),
    telegramApi: environment[ENV.telegramApi] || undefined,
    discordApi: environment[ENV.discordApi] || undefined,
    telegramChat: environment[ENV.telegramChat] || null,
    discordChannel: environment[ENV.discordChannel] || null,
  };
}
