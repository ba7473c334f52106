import { generateKeyPairSync, sign } from 'node:crypto';
import type { PeerClock } from '../peer/clock.ts';
import { DiscordRefusal } from './refusal.ts';
import { type Callback, readCallback } from './requests.ts';

/** What a user does; `raw` sends the given text as the whole body. */
export type InteractionRequest = {
  readonly what:
    | { readonly kind: 'ping' }
    | { readonly kind: 'command'; readonly name: string; readonly options?: readonly object[] }
    | { readonly kind: 'autocomplete'; readonly name: string; readonly options: readonly object[] }
    | { readonly kind: 'button'; readonly messageId: string; readonly customId: string }
    | { readonly kind: 'raw'; readonly body: string };
  readonly channel?: string;
  readonly guild?: string;
  readonly user?: string;
  /** The user's permissions in the channel: a bit set, as a decimal string. */
  readonly permissions?: string;
  /** `right` by default. `stale` is a valid signature with a timestamp ten minutes old. */
  readonly signature?: 'right' | 'wrong' | 'stale' | 'missing' | 'malformed';
};

export type InteractionAnswer = {
  readonly interactionId: string;
  readonly token: string;
  /** 0 if no answer came within three seconds. */
  readonly status: number;
  readonly body: unknown;
  readonly milliseconds: number;
};

export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly channel: string;
  readonly createdAt: number;
  /** Type of the callback received; undefined until one is. */
  acknowledged: Callback['type'] | undefined;
  /** Id of the message that is its original response. */
  original: string | undefined;
};

export type Interactions = {
  readonly publicKey: string;
  readonly send: (endpoint: string, request: InteractionRequest) => Promise<InteractionAnswer>;
  /** Returns the interaction. @throws DiscordRefusal if it is unknown, answered, or more than three seconds old. */
  readonly open: (id: string, token: string) => Interaction;
  /** Returns an answered interaction. @throws DiscordRefusal if it is unknown or more than 15 minutes old. */
  readonly byToken: (token: string) => Interaction;
};

/** Documentation, receiving and responding: the first answer is due within 3 s; the token is valid for 15 minutes. */
const FIRST_ANSWER_MS = 3000;
const TOKEN_MS = 15 * 60_000;

export function createInteractions(parts: {
  readonly applicationId: string;
  readonly clock: PeerClock;
  readonly nextId: () => string;
  /** Handles a callback in the endpoint's answer by the rules for one that is posted. */
  readonly acknowledge: (interaction: Interaction, callback: Callback) => void;
  readonly messageJson: (channel: string, id: string) => object;
  readonly defaultChannel: string | undefined;
  readonly guildOf: (channel: string) => string | undefined;
  /** Discord's type of a channel; 0, a text channel, if the peer does not have it. */
  readonly typeOf: (channel: string) => number;
}): Interactions {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const byToken = new Map<string, Interaction>();
  const { clock } = parts;

  function bodyOf(interaction: Interaction, request: InteractionRequest): string {
    const { what } = request;
    if (what.kind === 'raw') return what.body;
    const common = {
      id: interaction.id,
      application_id: parts.applicationId,
      token: interaction.token,
      version: 1,
      entitlements: [],
    };
    if (what.kind === 'ping') return JSON.stringify({ ...common, type: 1 });
    const { user = '1500000000000000001', permissions = '0' } = request;
    const guild = request.guild ?? parts.guildOf(interaction.channel);
    const person = {
      id: user,
      username: `user-${user}`,
      discriminator: '0',
      global_name: null,
      avatar: null,
    };
    const place = {
      channel_id: interaction.channel,
      channel: { id: interaction.channel, type: guild === undefined ? 1 : parts.typeOf(interaction.channel) },
      context: guild === undefined ? 1 : 0,
      ...(guild === undefined
        ? { user: person }
        : { guild_id: guild, member: { user: person, permissions, roles: [], joined_at: null } }),
      app_permissions: '0',
      locale: 'en-US',
      authorizing_integration_owners: guild === undefined ? { 1: user } : { 0: guild },
    };
    if (what.kind === 'button') {
      return JSON.stringify({
        ...common,
        ...place,
        type: 3,
        data: { component_type: 2, custom_id: what.customId, id: 1 },
        message: parts.messageJson(interaction.channel, what.messageId),
      });
    }
    const data = { id: '1200000000000000000', type: 1, name: what.name, options: what.options ?? [] };
    return JSON.stringify({ ...common, ...place, type: what.kind === 'command' ? 2 : 4, data });
  }

  function headersOf(body: string, signature: InteractionRequest['signature'] = 'right') {
    const age = signature === 'stale' ? 600 : 0;
    const timestamp = String(Math.floor(clock.now() / 1000) - age);
    const signed = signature === 'wrong' ? `${timestamp}${body} ` : `${timestamp}${body}`;
    const hex = sign(null, Buffer.from(signed), privateKey).toString('hex');
    return {
      'content-type': 'application/json',
      'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
      ...(signature !== 'missing' && {
        'x-signature-ed25519': signature === 'malformed' ? hex.slice(0, 60) : hex,
        'x-signature-timestamp': timestamp,
      }),
    };
  }

  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    send: async (endpoint, request) => {
      const channel = request.channel ?? parts.defaultChannel;
      if (channel === undefined) throw new Error('an interaction needs a channel');
      const interaction: Interaction = {
        id: parts.nextId(),
        token: `interaction-${parts.nextId()}`,
        channel,
        createdAt: clock.now(),
        acknowledged: undefined,
        original: undefined,
      };
      const isValid = (request.signature ?? 'right') === 'right';
      if (isValid) byToken.set(interaction.token, interaction);
      const body = bodyOf(interaction, request);
      const sentAt = performance.now();
      const { status, text } = await post(endpoint, body, headersOf(body, request.signature));
      const milliseconds = performance.now() - sentAt;
      const answer = parsed(text);
      if (isValid && status === 200 && request.what.kind !== 'ping' && answer !== undefined) {
        parts.acknowledge(interaction, readCallback(answer));
      }
      const { id: interactionId, token } = interaction;
      return { interactionId, token, status, body: answer ?? text, milliseconds };
    },
    open: (id, token) => {
      const interaction = byToken.get(token);
      const late = interaction !== undefined && clock.now() - interaction.createdAt > FIRST_ANSWER_MS;
      if (interaction?.acknowledged !== undefined) {
        throw new DiscordRefusal(400, 40060, 'Interaction has already been acknowledged.');
      }
      if (interaction?.id !== id || late) throw new DiscordRefusal(404, 10062, 'Unknown interaction');
      return interaction;
    },
    byToken: (token) => {
      const interaction = byToken.get(token);
      if (interaction === undefined || interaction.acknowledged === undefined) {
        throw new DiscordRefusal(404, 10015, 'Unknown Webhook');
      }
      if (clock.now() - interaction.createdAt > TOKEN_MS) {
        throw new DiscordRefusal(401, 50027, 'Invalid Webhook Token');
      }
      return interaction;
    },
  };
}

async function post(endpoint: string, body: string, headers: Record<string, string>) {
  try {
    const signal = AbortSignal.timeout(FIRST_ANSWER_MS);
    const response = await fetch(endpoint, { method: 'POST', body, headers, signal });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
