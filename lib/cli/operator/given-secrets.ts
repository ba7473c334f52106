import { ENV, parseEnvironment } from '../../config/environment.ts';
import { SECRETS, type SecretName } from '../../config/secrets.ts';
import { askHidden } from './ask.ts';

/** The variable of `.env` that holds each secret, and how it is asked for where it does not. */
const GIVEN: Readonly<Record<SecretName, { readonly variable: string; readonly question: string }>> = {
  'telegram-bot-token': { variable: ENV.telegramToken, question: 'Telegram bot token, from @BotFather' },
  'discord-bot-token': {
    variable: ENV.discordToken,
    question: 'Discord bot token, from the developer portal',
  },
  'heartbeat-url': { variable: ENV.heartbeatUrl, question: 'Address of an outside checker' },
};

/** What the operator gave of each secret; null where nothing, so that what is stored stays as it is. */
export type GivenSecrets = Readonly<Record<SecretName, string | null>>;

/** The variable of `.env` that a secret is given in. */
export function variableOf(name: SecretName): string {
  return GIVEN[name].variable;
}

/**
 * Takes secrets from the environment and, where somebody sits at the terminal, asks for those not there.
 *
 * @throws InputError naming every one that is malformed, never its value.
 */
export async function gatherSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  mayAsk: boolean,
): Promise<GivenSecrets> {
  const given: Partial<Record<SecretName, string | null>> = {};
  for (const name of SECRETS) {
    const { variable, question } = GIVEN[name];
    given[name] = environment[variable] || (mayAsk ? await askHidden(question) : null);
  }
  const asked = SECRETS.map((name) => [GIVEN[name].variable, given[name] ?? undefined]);
  parseEnvironment(Object.fromEntries(asked), 'secrets');
  return given as GivenSecrets;
}
