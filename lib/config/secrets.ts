import * as z from 'zod/mini';
import { faultsOf, refuseFaults } from '../errors.ts';
import { parseInput } from '../schema.ts';
import { ENV, parseEnvironment, type StageName } from './environment.ts';

/** Everything secret that a deployment uses. Each is an SSM SecureString parameter, which `setup` writes. */
export const SECRETS = [
  'telegram-bot-token',
  'telegram-webhook-secret',
  'discord-bot-token',
  'discord-public-key',
  'heartbeat-url',
] as const;

export type SecretName = (typeof SECRETS)[number];

/** The secrets that an operator gives, each in a variable of `.env`. `setup` makes or asks for the others itself. */
export const SECRET_VARIABLES = {
  'telegram-bot-token': ENV.telegramToken,
  'discord-bot-token': ENV.discordToken,
  'heartbeat-url': ENV.heartbeatUrl,
} as const satisfies Partial<Record<SecretName, string>>;

export type GivenSecretName = keyof typeof SECRET_VARIABLES;

export const GIVEN_SECRETS = Object.keys(SECRET_VARIABLES) as readonly GivenSecretName[];

const madeSchema = z.object({
  'telegram-webhook-secret': z.optional(
    // What Telegram takes as `secret_token`.
    z.string().check(z.regex(/^[\w-]{1,256}$/, 'expected letters, digits, _ and -')),
  ),
  'discord-public-key': z.optional(
    z
      .string()
      .check(z.regex(/^[0-9a-f]{64}$/i, "expected the application's public key, 64 hexadecimal digits")),
  ),
});

/** Where the parameters of a deployment stand, without a slash at the end. */
export function secretsPath(stage: StageName): string {
  return `/hashtilt/${stage}`;
}

/**
 * Requires that stored secrets are of the form that their services give out.
 *
 * @param values null: not stored.
 * @throws InputError with every fault, naming the secret and what mends it, never its value.
 */
export function checkSecrets(
  path: string,
  values: Readonly<Partial<Record<SecretName, string | null>>>,
): void {
  const where = `SSM parameters ${path} (npm run setup stores them)`;
  const set = (name: SecretName) => values[name] ?? undefined;
  const given = GIVEN_SECRETS.map((name) => [SECRET_VARIABLES[name], set(name)]);
  const made = Object.fromEntries(
    (['telegram-webhook-secret', 'discord-public-key'] as const).map((name) => [name, set(name)]),
  );
  refuseFaults([
    ...faultsOf(() => parseEnvironment(Object.fromEntries(given), where)),
    ...faultsOf(() => parseInput(madeSchema, made, where)),
  ]);
}
