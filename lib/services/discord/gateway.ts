import type { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import type { BotAccess } from '../access.ts';
import { answerInteraction, type DiscordBotDeps } from './answer.ts';
import { call, connectDiscord } from './client.ts';
import { parseInteraction } from './interaction.ts';

export type GatewayOptions = BotAccess & { readonly signal: AbortSignal };

/** Interactions need no intent, and no other events are wanted. */
const NO_INTENTS = 0;

/** Close codes after which reconnecting does not help: a wrong token, shard, version or intent. */
const FATAL_CODES: ReadonlySet<number> = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

/**
 * Connects to Discord's gateway and answers the interactions that arrive until aborted, then finishes those in
 * progress. Lost connections are reopened. Only our own schema parses interactions: a library's parser fails on
 * malformed ones.
 *
 * @throws if Discord refuses the token or closes the connection for good.
 */
export async function runGateway(
  deps: DiscordBotDeps,
  { token, api, signal }: GatewayOptions,
): Promise<void> {
  if (signal.aborted) return;
  const rest = connectDiscord(token, { api });
  const gateway = new WebSocketManager({ token, intents: NO_INTENTS, rest });
  const inProgress = new Set<Promise<void>>();
  gateway.on(WebSocketShardEvents.Dispatch, ({ data: { t, d } }) => {
    if (t !== 'INTERACTION_CREATE') return;
    const answering = answerThrough(rest, deps, d).finally(() => inProgress.delete(answering));
    inProgress.add(answering);
  });
  gateway.on(WebSocketShardEvents.Error, ({ error }) => deps.report(`Discord's gateway: ${error.message}`));
  const connecting = call('gateway', () => gateway.connect());
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      gateway.on(WebSocketShardEvents.Closed, ({ code }) => {
        if (FATAL_CODES.has(code)) reject(new Error(`Discord ended the connection for good (${code})`));
      });
      connecting.catch(reject);
    });
  } finally {
    await Promise.all(inProgress);
    // If a connection is closed while it is being opened, the library reconnects.
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
