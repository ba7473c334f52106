import type { AccountSummary } from '../peer/account.ts';
import type { BucketLimit } from '../peer/buckets.ts';
import type { FaultRates } from '../peer/faults.ts';
import type { InteractionAnswer, InteractionRequest } from './interactions.ts';
import type { AnyMessage } from './requests.ts';
import type { RouteName } from './routes.ts';

/** Discord's channel types: guild text, direct message, announcement, public thread, private thread. */
export type ChannelType = 0 | 1 | 5 | 11 | 12;

/** An existing channel. */
export type ChannelOptions = {
  readonly id: string;
  /** 0 by default. */
  readonly type?: ChannelType;
  readonly guild?: string;
  /** `unseen`: 50001. `read-only`: 50013. `closed`, for a direct message: 50007. */
  readonly access?: 'full' | 'unseen' | 'read-only' | 'closed';
  /** Whether the bot may not attach files: a message with one is refused with 50013, which gives no reason. */
  readonly forbidsFiles?: boolean;
  /** For a thread: its channel, whether it is archived, and whether only moderators may reopen it. */
  readonly parent?: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
  /** Whether the bot may not read earlier messages, and so cannot reply to any. */
  readonly hidesHistory?: boolean;
};

/** `count` text channels with consecutive ids. */
export type ChannelRange = { readonly from: string; readonly count: number };

export type WebhookOptions = {
  readonly id: string;
  readonly token: string;
  readonly channel: string;
  /** Ids of the channel's threads, each also listed as a channel. */
  readonly threads?: readonly string[];
};

export type DiscordLimits = {
  /** For all requests of the bot together; null = no limit. */
  readonly global: BucketLimit | null;
  /** For one route in one channel, guild or webhook; null = no limit. */
  readonly route: { readonly limit: number; readonly perSeconds: number } | null;
  /** Whether answers carry headers about the route's limit. */
  readonly headers: boolean;
  /** Invalid requests within ten minutes after which the address is banned. */
  readonly invalid: number;
};

export type DiscordOptions = {
  readonly token: string;
  /** All channels that exist, with `ranges`. A bare id is a text channel. */
  readonly channels: readonly (string | ChannelOptions)[];
  readonly ranges?: readonly ChannelRange[];
  readonly webhooks?: readonly WebhookOptions[];
  readonly applicationId?: string;
  readonly limits?: Partial<DiscordLimits>;
  readonly faults?: FaultRates;
  /** How many messages are kept in full, 10,000 by default; the account counts all. */
  readonly keep?: number;
  readonly port?: number;
  /** Whether the test sends invalid requests on purpose: they are refused, but do not fail the run. */
  readonly provoked?: boolean;
};

/** What a valid request gets instead of success. */
export type DiscordAnswer =
  | {
      readonly kind: 'too-many';
      readonly retryAfter: number;
      readonly global: boolean;
      /** Whether other senders share the limit. */
      readonly shared?: boolean;
    }
  | { readonly kind: 'bucket-empty'; readonly resetAfter: number }
  | { readonly kind: 'refused'; readonly status: number; readonly code: number; readonly message: string }
  | { readonly kind: 'firewall' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

export type SentFile = { readonly name: string; readonly bytes: number };

/** A message sent or edited. */
export type SentMessage = {
  readonly id: string;
  readonly channel: string;
  readonly act: 'create' | 'edit' | 'webhook' | 'interaction';
  readonly payload: AnyMessage;
  readonly files: readonly SentFile[];
};

/** A nonce repeated after the peer forgot it, which created another message. */
export type ForgottenNonce = {
  readonly channel: string;
  /** Since its previous message. */
  readonly seconds: number;
};

export type DiscordAccount = AccountSummary & {
  /** Requests by method and route, including refused ones. */
  readonly requests: Readonly<Record<string, number>>;
  /** Answers by status; also `silence` and `reset`. */
  readonly answers: Readonly<Record<string, number>>;
  /** Invalid requests of the last ten minutes, which count towards a ban. */
  readonly invalid: number;
  /** Repeats that a nonce identified. */
  readonly deduplicated: number;
  /** Nonces that created another message after they were forgotten. */
  readonly forgotten: readonly ForgottenNonce[];
  readonly crossposted: number;
};

/** What a test can query and change, in process or through `controlPeer<DiscordControl>(url)`. */
export type DiscordControl = {
  /** Number of requests received, including refused ones. */
  readonly requests: () => number;
  /** Queues an answer for the next request on a route or, without one, the next that creates or edits a message. */
  readonly next: (answer: DiscordAnswer, route?: RouteName) => void;
  /** Advances the peer's clock, so that nonces, limits and interactions expire. */
  readonly advance: (seconds: number) => void;
  /** Refuses every request: unknown token, or address blocked by the firewall, with a code or a page. Null ends it. */
  readonly bar: (how: 'token' | 'address' | 'page' | null) => void;
  readonly setLimits: (limits: Partial<DiscordLimits>) => void;
  /** Null ends all faults. */
  readonly setFaults: (rates: FaultRates | null) => void;
  readonly changeChannel: (channel: ChannelOptions) => void;
  readonly account: () => DiscordAccount;
  /** Of these channels, those that never received the text, and those the bot cannot reach. */
  readonly missing: (
    text: string,
    channels: readonly string[],
  ) => { readonly missing: readonly string[]; readonly gone: readonly string[] };
  readonly sentMessages: () => readonly SentMessage[];
  /** The public key of interaction signatures, in hexadecimal as the developer portal shows it. */
  readonly publicKey: () => string;
  /** URL to which interactions are posted; null if none is set. */
  readonly endpoint: () => string | null;
  /** Sends an interaction to an endpoint, signed as asked. */
  readonly interact: (endpoint: string, interaction: InteractionRequest) => Promise<InteractionAnswer>;
  readonly commands: (guild?: string) => readonly object[];
};
