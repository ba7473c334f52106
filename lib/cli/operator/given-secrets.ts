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

/** How each secret is asked for that does not stand in `.env`. */
const QUESTIONS = {
  ...(Object.fromEntries(
    VENDORS.map((vendor) => [
      tokenOf(vendor),
      `${SERVICE_NAMES[vendor]} bot token, from ${BOTS[vendor].tokenFrom}`,
    ]),
  ) as Record<TokenName, string>),
  'heartbeat-url': 'Address of an outside checker',
} as const satisfies Readonly<Record<GivenSecretName, string>>;

/** What the operator gave of each secret; null where nothing, so that what is stored stays as it is. */
export type GivenSecrets = Readonly<Record<GivenSecretName, string | null>>;

/**
 * Takes secrets from the environment and, where somebody sits at the terminal, asks for those not there.
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
