import * as z from 'zod/mini';
import { VENDORS, type Vendor } from '../chats/chat-key.ts';
import { faultsOf, refuseFaults } from '../errors.ts';
import { parseInput } from '../schema.ts';
import { BOTS, type BotNameName, type ProofName } from './bots.ts';
import { ENV, parseEnvironment, type StageName } from './environment.ts';

export type TokenName = `${Vendor}-bot-token`;
export type SecretName = TokenName | ProofName | BotNameName | typeof HEARTBEAT;
export type GivenSecretName = TokenName | typeof HEARTBEAT;

const HEARTBEAT = 'heartbeat-url';

/** The token of a service's bot. */
export function tokenOf(vendor: Vendor): TokenName {
  return `${vendor}-bot-token`;
}

/** The secret by which a function recognises its service; null where none answers that service. */
export function proofOf(vendor: Vendor): ProofName | null {
  return BOTS[vendor].answers?.proof.name ?? null;
}

/** The secret that stores a bot's username; null where no function needs it. */
export function botNameOf(vendor: Vendor): BotNameName | null {
  return BOTS[vendor].answers?.botName?.name ?? null;
}

/**
 * The secrets of a deployment, and what is stored with them. Each is an SSM SecureString parameter that `setup` writes.
 */
export const SECRETS: readonly SecretName[] = [
  ...VENDORS.flatMap((vendor) => [tokenOf(vendor), proofOf(vendor), botNameOf(vendor)]).filter(
    (name) => name !== null,
  ),
  HEARTBEAT,
];

/** The secrets that an operator gives, each in a variable of `.env`. `setup` makes or asks for the others itself. */
export const SECRET_VARIABLES = {
  ...(Object.fromEntries(VENDORS.map((vendor) => [tokenOf(vendor), BOTS[vendor].token.name])) as Record<
    TokenName,
    string
  >),
  [HEARTBEAT]: ENV.heartbeatUrl,
} as const satisfies Partial<Record<SecretName, string>>;

export const GIVEN_SECRETS = Object.keys(SECRET_VARIABLES) as readonly GivenSecretName[];

const MADE = VENDORS.flatMap((vendor) => {
  const { proof = null, botName = null } = BOTS[vendor].answers ?? {};
  return [proof, botName].filter((made) => made !== null);
});

const madeSchema = z.object(
  Object.fromEntries(
    MADE.map(({ name, form, expected }) => [name, z.optional(z.string().check(z.regex(form, expected)))]),
  ),
);

/** The path of a deployment's parameters, without a slash at its end. */
export function secretsPath(stage: StageName): string {
  return `/hashtilt/${stage}`;
}

/**
 * Requires stored secrets (null: not stored) to have their services' form. @throws InputError with every fault, naming
 * the secret and how to fix it, never its value.
 */
export function checkSecrets(
  path: string,
  values: Readonly<Partial<Record<SecretName, string | null>>>,
): void {
  const where = `SSM parameters ${path} (npm run setup stores them)`;
  const set = (name: SecretName) => values[name] ?? undefined;
  const given = GIVEN_SECRETS.map((name) => [SECRET_VARIABLES[name], set(name)]);
  const made = Object.fromEntries(MADE.map(({ name }) => [name, set(name)]));
  refuseFaults([
    ...faultsOf(() => parseEnvironment(Object.fromEntries(given), where)),
    ...faultsOf(() => parseInput(madeSchema, made, where)),
  ]);
}
