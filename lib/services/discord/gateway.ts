import { Client, Events, GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import { answerInteraction, type DiscordBotDeps } from './answer.ts';
import { type ClientOptions, call, clientOptions } from './client.ts';
import { parseInteraction } from './interaction.ts';

export type GatewayOptions = Pick<ClientOptions, 'api'> & {
  readonly token: string;
  readonly signal: AbortSignal;
};

/**
 * Keeps a connection to Discord's gateway and answers the interactions that come through it, until told to
 * stop; then ends when those in progress are answered. A lost connection is taken up again by itself. Only for
 * the single machine: discord.js is too large for a Lambda.
 *
 * @throws when Discord does not take the token, or ends the connection for good.
 */
export async function runGateway(
  deps: DiscordBotDeps,
  { token, api, signal }: GatewayOptions,
): Promise<void> {
  if (signal.aborted) return;
  const client = new Client({
    // Interactions come without any intent; discord.js needs the servers to know when it is ready.
    intents: [GatewayIntentBits.Guilds],
    rest: { ...clientOptions({ api }), retries: 1 },
  });
  const atHand = new Set<Promise<void>>();
  // The form that the endpoint gets, too, so that both are answered by the same code.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: unknown) => {
    const answering = answerThrough(client, deps, data).finally(() => atHand.delete(answering));
    atHand.add(answering);
  });
  client.on(Events.Error, (error) => deps.report(`Discord's gateway: ${error.message}`));
  const login = client.login(token);
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      client.on(Events.ShardDisconnect, ({ code }) =>
        reject(new Error(`Discord ended the connection for good (${code})`)),
      );
      client.on(Events.Invalidated, () => reject(new Error('Discord ended the session')));
      login.catch(reject);
    });
  } finally {
    await Promise.all(atHand);
    // A client that is destroyed while it connects connects again by itself.
    await login.catch(() => {});
    await client.destroy();
  }
}

async function answerThrough(client: Client, deps: DiscordBotDeps, data: unknown): Promise<void> {
  try {
    const interaction = parseInteraction(data);
    const callback = await answerInteraction(deps, interaction);
    await call('answer', () =>
      client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
        auth: false,
        body: callback,
      }),
    );
  } catch (error) {
    deps.report(`Discord: ${error instanceof Error ? error.message : String(error)}`);
  }
}
