import type { Interactions } from './interactions.ts';
import { invalidForm } from './refusal.ts';

/** The bot's application, as the developer portal shows it. */
export type Application = {
  readonly toJson: () => object;
  /** URL to which interactions are posted; null if they go through the gateway. */
  readonly endpoint: () => string | null;
  /** Sets the endpoint. @throws DiscordRefusal if it does not prove that it checks signatures. */
  readonly setEndpoint: (url: string | null) => Promise<object>;
};

export function createApplication(id: string, interactions: Interactions): Application {
  let endpoint: string | null = null;
  const toJson = () => ({
    id,
    name: 'hashtilt',
    verify_key: interactions.publicKey,
    interactions_endpoint_url: endpoint,
  });
  return {
    toJson,
    endpoint: () => endpoint,
    async setEndpoint(url) {
      if (url !== null) await verify(interactions, url);
      endpoint = url;
      return toJson();
    },
  };
}

/**
 * Documentation, preparing for interactions: before an endpoint is saved it is sent a ping, which it must answer
 * with a pong, and a request with a wrong signature, which it must refuse with 401.
 */
async function verify({ send }: Interactions, url: string): Promise<void> {
  const { protocol, hostname } = new URL(url);
  // Discord accepts only https; tests have no certificate for the loopback address.
  const secure = protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
  const [right, wrong] = secure
    ? await Promise.all([
        send(url, { what: { kind: 'ping' } }),
        send(url, { what: { kind: 'ping' }, signature: 'wrong' }),
      ])
    : [];
  const isPong = right?.status === 200 && (right.body as { readonly type?: unknown }).type === 1;
  if (!isPong || wrong?.status !== 401)
    throw invalidForm(
      'interactions_endpoint_url: The specified interactions endpoint url could not be verified.',
    );
}
