import { DiscordAPIError, REST } from '@discordjs/rest';
import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';
import { redact } from '../failure.ts';

const TIMEOUT_MS = 20_000;

const applicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Of the key that Discord signs interactions with. */
  verify_key: z.string(),
  /** Where they are posted. */
  interactions_endpoint_url: z.optional(z.nullable(z.string())),
});

export type DiscordApplication = z.output<typeof applicationSchema>;

/**
 * Asks Discord whose token it is.
 *
 * @throws an Error, without the token in it, where Discord does not know the token or does not answer.
 */
export async function discordApplication(
  token: string,
  api: string | undefined,
): Promise<DiscordApplication> {
  const rest = new REST({
    version: '10',
    retries: 0,
    timeout: TIMEOUT_MS,
    ...(api !== undefined && { api }),
  }).setToken(token);
  const answer = await rest.get('/applications/@me').catch((error: unknown) => {
    if (error instanceof DiscordAPIError) throw new Error(`Discord says ${error.status} ${error.message}`);
    throw new Error(`Discord was not reached: ${redact(String(error), token)}`);
  });
  return parseInput(applicationSchema, answer, 'Discord application');
}
