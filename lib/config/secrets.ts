import * as z from 'zod/mini';
import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import { faultsOf, refuseFaults } from '../errors.ts';
import { parseInput } from '../schema.ts';
import { BOTS, type BotNameSecret, type ProofSecret } from './bots.ts';
import { ENV, parseEnvironment, type StageName } from './environment.ts';

export type TokenName = `${Vendor}-bot-token`;
export type SecretName = TokenName | ProofSecret | BotNameSecret | typeof HEARTBEAT;
export type GivenSecretName = TokenName | typeof HEARTBEAT;

const HEARTBEAT = 'heartbeat-url';

/** The secret that stores the token of a service's bot. */
export function tokenOf(vendor: Vendor): TokenName {
  return `${vendor}-bot-token`;
}

/** The secret by which a function authenticates its service; null if no function answers that service. */
export function proofOf(vendor: Vendor): ProofSecret | null {
  return BOTS[vendor].answers?.proof.name ?? null;
}

/** The secret that stores a bot's username; null if no function needs it. */
export function botNameOf(vendor: Vendor): BotNameSecret | null {
  return BOTS[vendor].answers?.botName?.name ?? null;
}

/** The secrets of a deployment, each an SSM SecureString parameter that `setup` writes. */
export const SECRETS: readonly SecretName[] = [
  ...VENDORS.flatMap((vendor) => [tokenOf(vendor), proofOf(vendor), botNameOf(vendor)]).filter(
    (name) => name !== null,
  ),
  HEARTBEAT,
];

/** The secrets that an operator gives, with their variables in `.env`. `setup` generates or fetches the others. */
export const SECRET_VARIABLES = {
  ...(Object.fromEntries(VENDORS.map((vendor) => [tokenOf(vendor), BOTS[vendor].token.name])) as Record<
    TokenName,
    string
  >),
  [HEARTBEAT]: ENV.heartbeatUrl,
} as const satisfies Partial<Record<SecretName, string>>;

export const GIVEN_SECRETS = Object.keys(SECRET_VARIABLES) as readonly GivenSecretName[];

/** The secrets that `setup` generates or fetches. */
const OBTAINED = VENDORS.flatMap((vendor) => {
  const { proof = null, botName = null } = BOTS[vendor].answers ?? {};
  return [proof, botName].filter((setting) => setting !== null);
});

const obtainedSchema = z.object(
  Object.fromEntries(
    OBTAINED.map(({ name, pattern, expected }) => [
      name,
      z.optional(z.string().check(z.regex(pattern, expected))),
    ]),
  ),
);

/** The path of a deployment's parameters, without a trailing slash. */
export function secretsPath(stage: StageName): string {
  return `/hashtilt/${stage}`;
}

/**
 * Validates the format of stored secrets; null means not stored.
 *
 * @throws InputError with every fault, naming the secret and how to fix it, never its value.
 */
export function checkSecrets(
  path: string,
  values: Readonly<Partial<Record<SecretName, string | null>>>,
): void {
  const where = `SSM parameters ${path} (npm run setup stores them)`;
  const set = (name: SecretName) => values[name] ?? undefined;
  const given = GIVEN_SECRETS.map((name) => [SECRET_VARIABLES[name], set(name)]);
  const obtained = Object.fromEntries(OBTAINED.map(({ name }) => [name, set(name)]));
  refuseFaults([
    ...faultsOf(() => parseEnvironment(Object.fromEntries(given), where)),
    ...faultsOf(() => parseInput(obtainedSchema, obtained, where)),
  ]);
}
