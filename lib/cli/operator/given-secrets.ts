import { SERVICE_NAMES, VENDORS } from '../../chats/chat-key.ts';
import { BOTS } from '../../config/bots.ts';
import { parseEnvironment } from '../../config/environment.ts';
import {
  GIVEN_SECRETS,
  type GivenSecretName,
  SECRET_VARIABLES,
  type TokenName,
  tokenOf,
} from '../../config/secrets.ts';
import { askHidden } from './ask.ts';

/** The prompt for each secret that is not in `.env`. */
const QUESTIONS = {
  ...(Object.fromEntries(
    VENDORS.map((vendor) => [
      tokenOf(vendor),
      `${SERVICE_NAMES[vendor]} bot token, from ${BOTS[vendor].tokenFrom}`,
    ]),
  ) as Record<TokenName, string>),
  'heartbeat-url': 'Address of an outside checker',
} as const satisfies Readonly<Record<GivenSecretName, string>>;

/** The secrets the operator gave; null for one not given, whose stored value then stays. */
export type GivenSecrets = Readonly<Record<GivenSecretName, string | null>>;

/**
 * Takes secrets from the environment and asks for the others if there is a terminal.
 *
 * @param mayAsk whether to ask at all.
 * @throws InputError naming every one that is malformed, never its value.
 */
export async function gatherSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  mayAsk: boolean,
): Promise<GivenSecrets> {
  const given: Partial<Record<GivenSecretName, string | null>> = {};
  for (const name of GIVEN_SECRETS)
    given[name] = environment[SECRET_VARIABLES[name]] || (mayAsk ? await askHidden(QUESTIONS[name]) : null);
  const asked = GIVEN_SECRETS.map((name) => [SECRET_VARIABLES[name], given[name] ?? undefined]);
  parseEnvironment(Object.fromEntries(asked), 'secrets');
  return given as GivenSecrets;
}
