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

/** By which secret the function that answers a service knows that it was the service; null where nobody answers. */
export function proofOf(vendor: Vendor): ProofName | null {
  return BOTS[vendor].answers?.proof.name ?? null;
}

/** Under what name it is stored what a bot is called; null where no function needs to know. */
export function botNameOf(vendor: Vendor): BotNameName | null {
  return BOTS[vendor].answers?.botName?.name ?? null;
}

/** Everything secret that a deployment uses, and what belongs to it. Each is an SSM SecureString parameter, which `setup` writes. */
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

/** Where the parameters of a deployment stand, without a slash at the end. */
export function secretsPath(stage: StageName): string {
  return `/hashtilt/${stage}`;
}

/**
 * Requires that stored secrets are of the form that their services give out.
 *
 * @param values null: not stored.
 * @throws InputError with every fault, naming the secret and how to fix it, never its value.
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
