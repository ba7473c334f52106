import type { Interactions } from './interactions.ts';
import { invalidForm } from './refusal.ts';

/** The bot's application, as its page in the developer portal has it. */
export type Application = {
  readonly told: () => object;
  /** Where interactions are posted; null where they go through the gateway. */
  readonly endpoint: () => string | null;
  /** Takes an endpoint that proves that it checks signatures. */
  readonly setEndpoint: (url: string | null) => Promise<object>;
};

export function createApplication(id: string, interactions: Interactions): Application {
  let endpoint: string | null = null;
  const told = () => ({
    id,
    name: 'hashtilt',
    verify_key: interactions.publicKey,
    interactions_endpoint_url: endpoint,
  });
  return {
    told,
    endpoint: () => endpoint,
    async setEndpoint(url) {
      if (url !== null) await verify(interactions, url);
      endpoint = url;
      return told();
    },
  };
}

/**
 * Documentation, preparing for interactions: while an endpoint is saved it gets a ping, which it must answer with
 * one, and a request that is signed wrongly, which it must refuse with 401.
 */
async function verify({ send }: Interactions, url: string): Promise<void> {
  const { protocol, hostname } = new URL(url);
  // Discord takes https alone; tests have no certificate for this machine.
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
