import type { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import type { BotAccess } from '../access.ts';
import { answerInteraction, type DiscordBotDeps } from './answer.ts';
import { call, connectDiscord } from './client.ts';
import { parseInteraction } from './interaction.ts';

export type GatewayOptions = BotAccess & { readonly signal: AbortSignal };

/** Interactions need no intent, and we want no other events. */
const NO_INTENTS = 0;

/** Close codes after which reconnecting does not help: a wrong token, shard, version or intent. */
const FOR_GOOD: ReadonlySet<number> = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

/**
 * Keeps a connection to Discord's gateway and answers the interactions that arrive, until told to stop; then it
 * finishes those in progress. A lost connection is made again. Only our own schema parses what arrives: a library's
 * parser fails on a malformed interaction. @throws when Discord refuses the token or ends the connection for good.
 */
export async function runGateway(
  deps: DiscordBotDeps,
  { token, api, signal }: GatewayOptions,
): Promise<void> {
  if (signal.aborted) return;
  const rest = connectDiscord(token, { api });
  const gateway = new WebSocketManager({ token, intents: NO_INTENTS, rest });
  const atHand = new Set<Promise<void>>();
  gateway.on(WebSocketShardEvents.Dispatch, ({ data: { t, d } }) => {
    if (t !== 'INTERACTION_CREATE') return;
    const answering = answerThrough(rest, deps, d).finally(() => atHand.delete(answering));
    atHand.add(answering);
  });
  gateway.on(WebSocketShardEvents.Error, ({ error }) => deps.report(`Discord's gateway: ${error.message}`));
  const connecting = call('gateway', () => gateway.connect());
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      gateway.on(WebSocketShardEvents.Closed, ({ code }) => {
        if (FOR_GOOD.has(code)) reject(new Error(`Discord ended the connection for good (${code})`));
      });
      connecting.catch(reject);
    });
  } finally {
    await Promise.all(atHand);
    // The library reconnects if a connection is closed while it is being made.
    await connecting.catch(() => {});
    await gateway.destroy();
  }
}

async function answerThrough(rest: REST, deps: DiscordBotDeps, data: unknown): Promise<void> {
  try {
    const interaction = parseInteraction(data);
    const body = await answerInteraction(deps, interaction);
    const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    await call('answer', () => rest.post(path, { auth: false, body }));
  } catch (error) {
    deps.report(`Discord: ${error instanceof Error ? error.message : String(error)}`);
  }
}
