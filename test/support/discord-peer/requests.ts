import type { APIEmbed } from 'discord-api-types/v10';
import { invalidForm } from './refusal.ts';

/**
 * What the peer reads of a request's body. Its form is validated against the published description if HASHTILT_SPECS
 * is set, and otherwise trusted; the rules here are from the documentation, or stricter than Discord on purpose.
 */
export type AnyMessage = {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly { readonly type: number; readonly components: readonly Part[] }[];
  readonly attachments?: readonly { readonly filename?: string }[];
  readonly allowed_mentions?: { readonly parse?: readonly string[]; readonly replied_user?: boolean };
  readonly flags?: number;
  readonly nonce?: string;
  readonly enforce_nonce?: boolean;
  readonly message_reference?: {
    readonly message_id: string;
    readonly channel_id?: string;
    readonly fail_if_not_exists?: boolean;
  };
  readonly username?: string;
};

type Part = {
  readonly type: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly emoji?: object;
};

export type Callback =
  | { readonly type: 4 | 7; readonly data: AnyMessage }
  | { readonly type: 1 | 5 | 6 | 8; readonly data?: object };

export type ValueOption = {
  readonly name: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly object[];
  readonly options?: readonly ValueOption[];
};
export type Commands = readonly { readonly name: string; readonly options?: readonly ValueOption[] }[];

const [SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS] = [4, 64, 4096];
const FLAGS = {
  create: SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS,
  edit: SUPPRESS_EMBEDS,
  webhook: SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS,
  interaction: SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS,
} as const;

/** Documentation, create message: "up to 2000 characters"; the description allows more. */
const CONTENT_LIMIT = 2000;
const NONCE_LIMIT = 25;
const MAX_ROWS = 5;

/** Parses a message: it must ping nobody, and one created with the bot's token needs a nonce, to identify repeats. */
export function readMessage(act: keyof typeof FLAGS, json: unknown, where = ''): AnyMessage {
  const message = readObject(json) as AnyMessage;
  const refuse = (what: string): never => {
    throw invalidForm(`${where}${what}`);
  };
  const { content, allowed_mentions: mentions, flags = 0, nonce, components = [], embeds = [] } = message;
  if (!Array.isArray(mentions?.parse) || mentions.parse.length > 0 || mentions.replied_user === true)
    refuse('allowed_mentions: a message must ping nobody');
  if ((content ?? '').length > CONTENT_LIMIT) refuse(`content: more than ${CONTENT_LIMIT} characters`);
  if ((flags & ~FLAGS[act]) !== 0) refuse('flags: unknown flag');
  if (components.length > MAX_ROWS) refuse(`components: more than ${MAX_ROWS} rows`);
  const isNonce = typeof nonce === 'string' && nonce !== '' && nonce.length <= NONCE_LIMIT;
  if (act === 'create' && !isNonce) refuse('nonce: a bot sends one, of up to 25 characters');
  if (act === 'create' && message.enforce_nonce !== true) refuse('enforce_nonce: must be true');
  for (const { name, value } of embeds.flatMap(({ fields = [] }) => fields))
    if (name === '' || value === '') refuse('embeds: a field is empty');
  return message;
}

/** Parses the first answer to an interaction. */
export function readCallback(json: unknown): Callback {
  const callback = readObject(json) as { readonly type: number; readonly data?: object };
  switch (callback.type) {
    case 4:
    case 7:
      return { type: callback.type, data: readMessage('interaction', callback.data, 'data.') };
    case 1:
    case 5:
    case 6:
    case 8:
      return { ...callback, type: callback.type };
    default:
      throw invalidForm('type: unknown callback');
  }
}

export function readObject(json: unknown): object {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw invalidForm('body: expected an object');
}
