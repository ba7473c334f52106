import {
  bodyOf,
  headerOf,
  jsonOf,
  parsedOrReported,
  type WebhookAnswer,
  type WebhookRequest,
} from '../webhook.ts';
import { answerInteraction, type DiscordBotDeps } from './answer.ts';
import { parseInteraction } from './interaction.ts';
import { discordPublicKey, isSigned } from './signature.ts';

/**
 * Creates a handler of interactions posted by Discord. It refuses a body that is too large (413), not freshly signed by
 * Discord (401) or, with a report, not an interaction (400).
 *
 * @param publicKey the application's, hexadecimal.
 * @throws InputError at once if it is not a key.
 */
export function discordEndpoint(
  deps: DiscordBotDeps,
  publicKey: string,
): (request: WebhookRequest) => Promise<WebhookAnswer> {
  const key = discordPublicKey(publicKey);
  return async (request) => {
    const body = bodyOf(request);
    if (body === null) return { statusCode: 413 };
    const timestamp = headerOf(request, 'x-signature-timestamp') ?? '';
    const signature = headerOf(request, 'x-signature-ed25519') ?? '';
    if (!isSigned(key, { timestamp, signature, body }, deps.clock.now())) return { statusCode: 401 };
    const interaction = parsedOrReported('Discord', deps.report, () => parseInteraction(jsonOf(body)));
    if (interaction === null) return { statusCode: 400 };
    const callback = await answerInteraction(deps, interaction);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(callback),
    };
  };
}
